import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from '../../../electron/engine/checks/index.ts';
import { rules } from '../../../electron/engine/rules/index.ts';
import { DECISION_LABELS } from '../../../shared/domain/vocabulary.ts';

const FILE = join(import.meta.dirname, '../../../resources/help/rules.md');

/** The page as the rules make it; write it anew with `vitest -u` after a rule was added or renamed. */
test('the page of the rules says what the rules say', async () => {
  const rows = rules.map(({ id, title, recommendation, controls }) => {
    const ids = [
      ...controls.owasp,
      ...controls.csf,
      ...controls.cis.map((cis) => `CIS ${cis}`),
      ...controls.iso.map((iso) => `ISO ${iso}`),
    ];
    return `| ${id} | ${title} | ${recommendation === null ? 'the review itself' : DECISION_LABELS[recommendation]} | ${ids.join(', ')} |`;
  });
  const page = [
    '# Rules',
    'Every rule the app judges with, what it recommends when it fires, and the controls it speaks to. The values it works with stand on the screen [Policy](policy.md), what it found on [Findings](findings.md).',
    'A rule says finding, clear, not judged or not applicable, and never lowers what another found. What could not be judged names the evidence that is missing.',
    ['| rule | looks for | recommends | controls |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    '## Checks of the evidence',
    'They judge the files and not the apps; [Evidence](evidence.md) explains them.',
    ['| check | asks whether |', '| --- | --- |', ...checks.map(({ id, title }) => `| ${id} | ${title} |`)].join('\n'),
  ].join('\n\n');
  await expect(`${page}\n`).toMatchFileSnapshot(FILE);
});
