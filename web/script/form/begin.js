// Begins. What can wait is fetched once the page is there and of use.
start();
addEventListener('load', () => form && document.head.append(Object.assign(document.createElement('script'), { src: form.dataset.lanjutan })));
