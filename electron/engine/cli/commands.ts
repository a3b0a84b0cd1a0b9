import { analyseCommand } from './analyse.ts';
import { approveCommand } from './approve.ts';
import { baselineCommand } from './baseline.ts';
import { campaignCommand } from './campaign.ts';
import { caseCommand } from './case.ts';
import { catalogCommand } from './catalog.ts';
import { collectCommand } from './collect.ts';
import type { Command } from './command.ts';
import { decideCommand } from './decide.ts';
import { diagnosticsCommand } from './diagnostics.ts';
import { importCommand } from './import.ts';
import { inspectCommand } from './inspect.ts';
import { keyCommand } from './key.ts';
import { openCommitmentCommand } from './open-commitment.ts';
import { packetCommand } from './packet.ts';
import { peopleCommand } from './people.ts';
import { queryCommand } from './query.ts';
import { remediationCommand } from './remediation.ts';
import { reportCommand } from './report.ts';
import { timestampCommand } from './timestamp.ts';
import { trustCommand } from './trust.ts';
import { verifyCommand } from './verify.ts';

/** Every command by name. */
export const commands: ReadonlyMap<string, Command> = new Map([
  ['inspect', inspectCommand],
  ['import', importCommand],
  ['query', queryCommand],
  ['analyse', analyseCommand],
  ['decide', decideCommand],
  ['remediation', remediationCommand],
  ['key', keyCommand],
  ['people', peopleCommand],
  ['report', reportCommand],
  ['approve', approveCommand],
  ['timestamp', timestampCommand],
  ['trust', trustCommand],
  ['verify', verifyCommand],
  ['open-commitment', openCommitmentCommand],
  ['baseline', baselineCommand],
  ['packet', packetCommand],
  ['catalog', catalogCommand],
  ['collect', collectCommand],
  ['campaign', campaignCommand],
  ['case', caseCommand],
  ['diagnostics', diagnosticsCommand],
]);
