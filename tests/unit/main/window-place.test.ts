import { expect, test } from 'vitest';
import { fitInto, isWithinReach, parseWindowState } from '../../../electron/main/window-place.ts';

const AREA = { x: 0, y: 0, width: 1280, height: 720 };

test.each([
  ['within', { x: 40, y: 50, width: 1000, height: 600 }, { x: 40, y: 50, width: 1000, height: 600 }],
  [
    'larger than a smaller display',
    { x: 100, y: 80, width: 1440, height: 900 },
    { x: 0, y: 0, width: 1280, height: 720 },
  ],
  [
    'over the right and lower edge',
    { x: 900, y: 500, width: 800, height: 520 },
    { x: 480, y: 200, width: 800, height: 520 },
  ],
  ['far away', { x: 99_999, y: -99_999, width: 800, height: 520 }, { x: 480, y: 0, width: 800, height: 520 }],
])('a window %s fits the display', (_what, window, expected) => {
  expect(fitInto(window, AREA)).toEqual(expected);
});

test('a work area that does not begin at zero keeps its panel free', () => {
  expect(fitInto({ x: 0, y: 0, width: 4000, height: 3000 }, { x: 1920, y: 32, width: 1600, height: 900 })).toEqual({
    x: 1920,
    y: 32,
    width: 1600,
    height: 900,
  });
});

test.each([
  [{ x: 1000, y: 600, width: 800, height: 520 }, true],
  [{ x: 1100, y: 600, width: 800, height: 520 }, false],
  [{ x: 0, y: 640, width: 800, height: 520 }, false],
  [{ x: 0, y: -200, width: 800, height: 520 }, false],
  [{ x: -500, y: 0, width: 800, height: 520 }, true],
])('whether %j can be taken hold of: %s', (window, expected) => {
  expect(isWithinReach(window, AREA)).toBe(expected);
});

const WRITTEN = { x: 1, y: -2, width: 800, height: 520, isMaximized: true, isFullScreen: false };

test('the state of a window is what was written down', () => {
  expect(parseWindowState(JSON.stringify(WRITTEN))).toEqual(WRITTEN);
});

test.each([
  ['no object', '[1, 2]'],
  ['nothing', 'null'],
  ['a text for a number', JSON.stringify({ ...WRITTEN, x: '1' })],
  ['a part of a pixel', JSON.stringify({ ...WRITTEN, y: 0.5 })],
  ['no height', JSON.stringify({ ...WRITTEN, height: undefined })],
  ['hardly any width', JSON.stringify({ ...WRITTEN, width: 20 })],
])('%s is no state of a window', (_what, text) => {
  expect(parseWindowState(text)).toBeNull();
});
