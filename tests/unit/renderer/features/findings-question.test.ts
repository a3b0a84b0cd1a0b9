import { expect, test } from 'vitest';
import {
  findingsPath,
  readQuestion,
  writeQuestion,
  type FindingsQuestion,
} from '../../../../renderer/features/findings/question.ts';

test('a question to the findings comes back from the address as it was written', () => {
  const question: FindingsQuestion = {
    view: 'missing',
    by: 'owner',
    filter: {
      outcome: 'undeterminable',
      severities: ['critical', 'low'],
      rules: ['CS-01', 'CS-35'],
      platforms: ['entra'],
      tenants: ['a, b & c', 'd'],
      owner: 'none',
      control: 'SOC 2 CC6.1',
      missing: 'A register of owners: it',
      text: '100 % "sure"',
    },
  };
  expect(readQuestion(new URLSearchParams(writeQuestion(question).toString()))).toEqual(question);
});

test('nothing asked is the bare address, and what is no question is not asked', () => {
  expect(findingsPath({ outcome: 'finding', text: '', severities: [] })).toBe('/findings');
  for (const address of ['severity=awful', 'outcome=__proto__', 'platform=x', 'view=x', 'by=x'])
    expect(readQuestion(new URLSearchParams(address))).toEqual({ view: 'findings', by: 'rule', filter: {} });
});
