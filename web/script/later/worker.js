// Sees to it that the page opens again without a connection; not that of a ticket, which is used once.
if (navigator.serviceWorker && /^\/(s|kios)\//.test(location.pathname)) navigator.serviceWorker.register('/pekerja.js', { scope: location.pathname }).catch(() => { });
