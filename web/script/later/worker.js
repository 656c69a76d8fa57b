// Sees to it that the page opens again without a connection.
if (navigator.serviceWorker) navigator.serviceWorker.register('/pekerja.js', { scope: location.pathname }).catch(() => { });
