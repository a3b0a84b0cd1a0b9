import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { catalogContract, type CatalogList } from '../../../shared/contract/catalog.ts';
import { catalogActs } from '../handlers/catalog.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { KEY_OPTIONS, KEY_USAGE, WORKSPACE_OPTIONS } from './key-choice.ts';

export const catalogCommand: Command = {
  usage: `catalog list|import|override --workspace W [FILE] [--platform P --kind delegated|application --scope S --tier 0-4] [--reason TEXT (--by WHO | ${KEY_USAGE})] [--json]`,
  summary:
    'Shows the catalog of a case, lays a newer part or a vendor’s file over it, or gives a scope the organisation’s own tier.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...WORKSPACE_OPTIONS,
        platform: option,
        kind: option,
        scope: option,
        tier: option,
        reason: option,
        by: option,
        ...KEY_OPTIONS,
        json: { type: 'boolean' },
      },
    });
    const workspace = required(values.workspace, 'workspace');
    const [act, path] = positionals;
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, false, values['case-passphrase-file']);
      const acts = catalogActs(engine.context);
      const seal = await actAs(engine, values);
      const by = (): string => {
        const { person, name } = actingWith(engine.context, 'preparer');
        return person === null ? required(values.by, 'by') : name;
      };
      let answer: CatalogList;
      if (act === 'list') answer = acts.list();
      else if (act === 'import') {
        if (path === undefined) throw new AppError('invalid-request', 'Name the file to lay over the catalog.');
        answer = acts.bring(resolve(path), required(values.reason, 'reason'), by());
      } else if (act === 'override') {
        const order = catalogContract['catalog.override'].params.safeParse({
          platform: required(values.platform, 'platform'),
          kind: required(values.kind, 'kind'),
          scope: required(values.scope, 'scope'),
          tier: Number(required(values.tier, 'tier')),
          reason: required(values.reason, 'reason'),
        });
        if (!order.success) throw new AppError('invalid-request', z.prettifyError(order.error));
        answer = acts.override(order.data, by());
      } else throw new AppError('invalid-request', 'Say what to do: catalog list, catalog import or catalog override.');
      await seal();
      if (values.json) printJson(answer);
      else process.stdout.write(textOf(answer));
      return 0;
    });
  },
};

function textOf(list: CatalogList): string {
  const platforms = list.platforms.map(
    ({ platform, asOf, ageDays, scopes, operations }) =>
      `${platform.padEnd(12)} as of ${asOf.padEnd(10)} ${ageDays === null ? '' : `${ageDays} days old, `}${scopes} scopes, ${operations} calls\n`,
  );
  const files = list.files
    .filter(({ inForce }) => inForce)
    .map(({ platform, fileName, sha256 }) => `${platform.padEnd(12)} ${fileName}, SHA-256 ${sha256}\n`);
  const tiers = list.overrides
    .filter(({ inForce }) => inForce)
    .map(
      ({ platform, scope, tier, was, reason }) =>
        `${platform.padEnd(12)} ${scope}: tier ${tier}, was ${was ?? 'unrated'}: ${reason}\n`,
    );
  return `Catalog ${list.version}, digest ${list.digest}\n${[...platforms, ...files, ...tiers].join('')}`;
}
