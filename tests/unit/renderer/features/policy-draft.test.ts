import { describe, expect, test } from 'vitest';
import type { PolicyParameter } from '../../../../shared/contract/policy.ts';
import {
  currentValues,
  draftOf,
  groupsOf,
  groupsWith,
  readDraft,
  unitText,
  valueText,
} from '../../../../renderer/features/policy/draft.ts';

const days: PolicyParameter = {
  name: 'days',
  label: 'Days',
  type: 'number',
  unit: 'days',
  min: 7,
  max: 730,
  rules: ['CS-16', 'CS-21'],
  default: 90,
  current: 45,
};
const share: PolicyParameter = {
  ...days,
  name: 'share',
  unit: 'share',
  min: 0,
  max: 1,
  rules: ['CS-08'],
  default: 0.5,
  current: 0.95,
};
const yes: PolicyParameter = {
  ...days,
  name: 'yes',
  type: 'boolean',
  unit: '',
  rules: ['CS-01'],
  default: false,
  current: true,
};
const list: PolicyParameter = {
  ...days,
  name: 'list',
  label: 'Domains of the company',
  type: 'list',
  unit: 'domains',
  rules: ['CS-01'],
  default: [],
  current: ['a.example', 'b.example'],
};
const parameters = [days, share, yes, list];

test('what is in force stands in the form, and the form gives it back', () => {
  const draft = draftOf(parameters, currentValues(parameters));
  expect(draft).toEqual({ days: '45', share: '0.95', yes: true, list: 'a.example\nb.example' });
  expect(readDraft(parameters, draft)).toEqual({ values: currentValues(parameters), errors: {} });
});

test('what is left out takes its default', () => {
  expect(draftOf(parameters, { days: 30 })).toEqual({ days: '30', share: '0.5', yes: false, list: '' });
});

test.each(['', ' ', 'many', '6', '731', 'NaN', 'Infinity'])(
  '"%s" is no number of days, and nothing is asked with it',
  (typed) => {
    const draft = { ...draftOf(parameters, {}), days: typed };
    expect(readDraft(parameters, draft)).toEqual({ values: null, errors: { days: 'A number from 7 to 730' } });
  },
);

test('a list is one entry a line, each once, without blanks', () => {
  const draft = { ...draftOf(parameters, {}), list: ' a.example \n\nb.example\na.example' };
  expect(readDraft(parameters, draft).values?.['list']).toEqual(['a.example', 'b.example']);
});

test('parameters stand under the first rule that reads them', () => {
  expect(groupsOf(parameters).map(([rule, group]) => [rule, group.map((one) => one.name)])).toEqual([
    ['CS-01', ['yes', 'list']],
    ['CS-08', ['share']],
    ['CS-16', ['days']],
  ]);
});

test('values and units in words', () => {
  expect([valueText(true), valueText(0.95), valueText([]), valueText(['a', 'b'])]).toEqual([
    'yes',
    '0.95',
    'none',
    'a, b',
  ]);
  expect([unitText(days), unitText(share), unitText(yes)]).toEqual(['days', 'share, 0 to 1', '']);
});

describe('what is sought in the form', () => {
  const groups = groupsOf(parameters);
  const titles: Readonly<Record<string, string>> = { 'CS-01': 'No accountable owner', 'CS-16': 'Dormant' };
  const sought = (words: string) =>
    groupsWith(groups, (rule) => titles[rule] ?? '', words).map(([rule, group]) => [
      rule,
      group.map((one) => one.name),
    ]);

  test('nothing sought shows everything', () => {
    expect(sought('  ')).toEqual(groups.map(([rule, group]) => [rule, group.map((one) => one.name)]));
  });

  test('a rule by its id or title shows all it reads', () => {
    expect(sought('cs-01')).toEqual([['CS-01', ['yes', 'list']]]);
    expect(sought('Owner accountable')).toEqual([['CS-01', ['yes', 'list']]]);
  });

  test('words that only one value has show that value under its rule', () => {
    expect(sought(`CS-01 ${list.label}`)).toEqual([['CS-01', ['list']]]);
    expect(sought('no such words')).toEqual([]);
  });
});
