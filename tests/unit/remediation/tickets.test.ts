import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { remedyFor } from '../../../electron/engine/remediation/index.ts';
import { type Ticket, ticketsCsv, ticketsMarkdown } from '../../../electron/engine/remediation/tickets.ts';
import { REMEDIES } from '../report/records.ts';
import { HOSTILE } from './hostile.ts';

function ticket(name: string): Ticket {
  const [action] = REMEDIES;
  if (action === undefined) throw new Error('no action to begin with');
  const target = {
    nativeId: name,
    ids: new Map([['app', [name]]]),
    tenant: name,
    kind: 'delegated-user' as const,
    people: [name],
    peopleTotal: 1,
    isNamed: false,
    hasOthers: false,
    scopes: [],
    owner: null,
  };
  return {
    action: { ...action, name, tenant: name, reason: name, owner: name, scopes: [name], principals: [name] },
    remedy: remedyFor('entra', 'revoke', [target]),
    wouldBreak: name,
  };
}

const NAMES = [
  ...HOSTILE,
  '=HYPERLINK("https://evil.example","x")',
  '# heading',
  '![x](https://evil.example/x.png)',
  '```',
  '</details><script>alert(1)</script>',
  '[a](javascript:1)',
  '| a | b |',
];

describe('a table of tickets', () => {
  test('holds no cell that a spreadsheet would run, and every action is one row', () => {
    const text = ticketsCsv(NAMES.map(ticket));
    const { data, errors } = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(NAMES.length + 1);
    for (const cell of data.slice(1).flat()) expect(cell).not.toMatch(/^[=+@\t\r]|^-[^\d]/);
  });
});

describe('tickets as a text', () => {
  test('names of exports are text: no mark, link, image or markup of theirs is one', () => {
    for (const name of NAMES) {
      // What is between fences is a script, shown as it is; its fence is longer than any run of backticks inside.
      const outside = ticketsMarkdown([ticket(name)]).replace(/^(`{3,})[a-z]+\n[\s\S]*?\n\1$/gm, '');
      expect(outside).not.toMatch(/(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)</);
      expect(outside.match(/^# /gm)).toHaveLength(1);
      expect(outside).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
      expect(outside).not.toContain('```');
    }
  });

  test('have the steps, the truths, the proof and what would stop', () => {
    const text = ticketsMarkdown([ticket('Mail Helper')]);
    for (const part of [
      '## Steps',
      '## What this stops',
      '## What this does not stop',
      '## Proof',
      '**What would stop:** Mail Helper',
    ])
      expect(text).toContain(part);
    expect(text).toContain('```powershell\n');
  });
});
