import { parseArgs } from 'node:util';
import { SEVERITIES } from '../../../shared/domain/vocabulary.ts';
import { ruleTotals } from '../db/queries/findings.ts';
import { type ListedVerdict, listVerdicts, verdictsDigest } from '../db/queries/findings-list.ts';
import type { Engine } from '../engine.ts';
import { rulePackDigest } from '../rules/index.ts';
import { policyDigest } from '../rules/policy.ts';
import { type Command, openToRead, printJson, required, withEngine } from './command.ts';
import { WORKSPACE_OPTIONS } from './key-choice.ts';

/** What the rules say of the open case, with a digest that is the same for the same files and policy. */
export function analysisOf({ context }: Engine) {
  const policy = context.policy();
  const catalog = context.catalog();
  const findings = listVerdicts(context.open().db);
  return {
    digest: verdictsDigest(findings),
    policy: { name: policy.name, version: policy.version, digest: policyDigest(policy) },
    rulePack: rulePackDigest(policy),
    catalog: { version: catalog.version, digest: catalog.digest },
    findings,
  };
}

export const analyseCommand: Command = {
  usage: 'analyse --workspace W [--json]',
  summary:
    'Prints what every rule says of every subject, with a digest that is the same for the same files and policy.',
  async run(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: { ...WORKSPACE_OPTIONS, json: { type: 'boolean' } },
    });
    const workspace = required(values.workspace, 'workspace');
    return withEngine(async (engine) => {
      await openToRead(engine, workspace, values['case-passphrase-file']);
      const analysis = analysisOf(engine);
      if (values.json) printJson(analysis);
      else process.stdout.write(summary(engine, analysis));
      return 0;
    });
  },
};

function summary({ context }: Engine, analysis: ReturnType<typeof analysisOf>): string {
  const { policy, findings } = analysis;
  const counted = findings.filter((one) => one.outcome === 'finding' && !one.suppressed);
  const set = findings.filter((one) => one.suppressed).length;
  const rules = ruleTotals(context.open().db).map(
    (rule) =>
      `${rule.rule}  ${column(rule.findings)} found ${column(rule.clear)} clear ${column(rule.undeterminable)} undeterminable ${column(rule.notApplicable)} not applicable  ${rule.title}`,
  );
  return [
    `Policy ${policy.name}, version ${policy.version}, digest ${policy.digest}`,
    `Rules and parameters ${analysis.rulePack}`,
    `Scope catalog ${analysis.catalog.version}, digest ${analysis.catalog.digest}`,
    '',
    ...rules,
    '',
    `${counted.length} findings: ${SEVERITIES.map((severity) => `${count(counted, severity)} ${severity}`).join(', ')}; ${set} suppressed`,
    `Digest of findings ${analysis.digest}`,
    '',
  ].join('\n');
}

function count(findings: readonly ListedVerdict[], severity: ListedVerdict['severity']): number {
  return findings.filter((one) => one.severity === severity).length;
}

function column(value: number): string {
  return String(value).padStart(5);
}
