// A kiosk says each minute that it is there, how much waits on it, and what its clock shows; and hears whether it is
// still a kiosk of this office. A screen that nobody enrolled is told so once, and is quiet.
const BEAT_MS = 60000;
const VERSION = '{versi}';

const beat = async () => {
  try {
    const entries = await queued();
    const of = (wanted) => entries.filter(({ state = '' }) => state === wanted).length;
    const waiting = of('');
    const answer = await fetch('/api/v1/devices/heartbeat', {
      method: 'POST',
      body: JSON.stringify({ queue: waiting, refused: of('ditolak'), version: VERSION, now: new Date().toISOString() }),
    });
    const { state } = await answer.json();
    // Nobody is sent away in the middle of answering, and nothing that waits is left behind.
    if (state === 'revoked' && !waiting && !at) location.assign('/kios/daftar');
    // The page that comes instead of the form says so; there is no form on it to leave again.
    if (state === 'closed' && !waiting && !at && form) location.reload();
    if (state === 'unknown') return;
  } catch (e) { }
  setTimeout(beat, BEAT_MS);
};
beat();
