// The screens people hold or stand before. Sizes are CSS pixels.

const touch = { hasTouch: true, isMobile: true };

export const screens = {
  narrow: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, ...touch },
  phone: { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, ...touch },
  kiosk: { viewport: { width: 800, height: 1280 }, hasTouch: true },
  laptop: { viewport: { width: 1280, height: 800 } },
  desktop: { viewport: { width: 1920, height: 1080 } },
};

export const screenNames = Object.keys(screens);
