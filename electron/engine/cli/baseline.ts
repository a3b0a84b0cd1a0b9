import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BaselineState } from '../../../shared/contract/baseline.ts';
import { CARRY_LABELS } from '../../../shared/contract/baseline.ts';
import { readBaseline } from '../baseline/read-bundle.ts';
import { baselineState, carriedPage } from '../db/queries/baseline.ts';
import { adopt, readBundle } from '../handlers/baseline.ts';
import { AppError } from '../lib/errors.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, KEY_USAGE } from './key-choice.ts';

const PAGE = 500;

export const baselineCommand: Command = {
  usage: `baseline --workspace W (--adopt bundle.zip [--pin SHA256]… [--reason TEXT] [${KEY_USAGE}] | --show) [--json]`,
  summary:
    'Takes the signed bundle of the last review as what this case is compared with, or shows it. Exit 1 when the bundle does not verify.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        adopt: option,
        pin: { type: 'string', multiple: true },
        reason: option,
        show: { type: 'boolean' },
      },
    });
    const workspace = required(values.workspace, 'workspace');
    if ((values.adopt === undefined) === (values.show !== true))
      throw new AppError('invalid-request', 'Give either --adopt with a bundle, or --show.');
    return withEngine(async (engine) => {
      const { context } = engine;
      await openWorkspace(engine, workspace, false, values['case-passphrase-file']);
      if (values.adopt !== undefined) {
        const path = resolve(values.adopt);
        const fingerprints = values.pin ?? [];
        const reading = readBaseline(readBundle(path), fingerprints);
        if (reading.baseline === null) {
          process.stderr.write(`${reading.refusal ?? 'The bundle does not hold.'} Nothing was changed.\n`);
          return 1;
        }
        const seal = await actAs(engine, values);
        adopt(context, { reading, path, fingerprints, reason: values.reason ?? '' });
        await seal();
      }
      const { db } = context.open();
      const state = baselineState(db);
      if (values.json) {
        const carried = [];
        for (;;) {
          const page = carriedPage(db, null, carried.length, PAGE);
          carried.push(...page.rows);
          if (page.rows.length < PAGE) break;
        }
        printJson({ ...state, items: carried });
      } else process.stdout.write(textOf(state));
      return 0;
    });
  },
};

function textOf({ current, endText, carried, deltas }: BaselineState): string {
  if (current === null) return `No signed baseline: nothing is compared with an earlier review.\n`;
  const lines = [
    `Baseline: report ${current.reportId} of ${current.caseName}, signed ${current.signedAt}`,
    ...current.signers.map(
      ({ name, fingerprint }) =>
        `Signed by ${name}. Fingerprint ${fingerprint}: compare it with what the signer told you.`,
    ),
    `SHA-256 ${current.bundleSha256}`,
    `${current.matched} of its ${current.items} items are review items here.`,
    ...current.cautions,
    ...current.gaps,
    endText,
    `Items here: ${deltas.changed} changed, ${deltas.same} the same, ${deltas.new} new.`,
    ...carried
      .filter(({ items }) => items > 0)
      .map(({ kind, items, past }) => `${CARRY_LABELS[kind]}: ${items}${past > 0 ? `, ${past} past the date` : ''}`),
  ];
  return `${lines.join('\n')}\n`;
}
