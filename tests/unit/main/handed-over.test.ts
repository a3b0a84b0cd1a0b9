import { expect, test } from 'vitest';
import { handedOver } from '../../../electron/main/handed-over.ts';

test('the files of a later start come as it sent them', () => {
  const paths = ['/cases/Prüfung 東.countersign', '/100 %.zip'];
  expect(handedOver({ files: paths.map(encodeURIComponent) })).toEqual(paths);
});

test('what no later start sends is no file', () => {
  for (const data of [null, 'text', {}, { files: 'a' }, { files: [1] }, { files: Array(101).fill('a') }])
    expect(handedOver(data)).toEqual([]);
  expect(handedOver({ files: ['%E0%A4%A'] })).toEqual(['']);
});
