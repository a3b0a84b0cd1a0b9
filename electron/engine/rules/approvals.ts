import { createRegisterEntries, linesOf, type RegisterEntry, spotOf } from './register-entries.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { endOf, startOf } from '../lib/stated-dates.ts';
import { dateText } from './wording.ts';

/** An approval on record. Times are UTC milliseconds. */
export interface Approval {
  readonly approver: string;
  /** '' when not stated. */
  readonly requester: string;
  readonly at: number;
  /** First moment after the day of the approval. */
  readonly since: number;
  /** First moment at which it no longer holds; null without an end. */
  readonly ends: number | null;
  /** Empty: it names no scopes. */
  readonly scopes: readonly string[];
  readonly ticket: string;
  readonly evidence: EvidenceSpot;
}

export interface Approvals {
  readonly hasRegister: boolean;
  /** Approvals of the connector up to the as-of time, oldest first; refusals and open requests are none. */
  of(connector: number): readonly Approval[];
}

/** Words of a register for what is no approval: refused, withdrawn, or not decided yet. */
const NOT_APPROVED =
  /^(?:reject|refus|den(?:y|ied)|declin|not |no$|withdr|cancel|revok|pending|open|request|draft|new$|in )/i;

/** Reads the register of approvals. */
export function readApprovals(context: RuleContext): Approvals {
  const entries = context.read(createRegisterEntries)('approvals');
  const approvals = Map.groupBy(
    entries
      .flatMap(toApproval)
      .filter(({ approval }) => approval.at <= context.asOf)
      .toSorted((a, b) => a.approval.at - b.approval.at),
    ({ connector }) => connector,
  );
  return {
    hasRegister: entries.length > 0,
    of: (connector) => (approvals.get(connector) ?? []).map(({ approval }) => approval),
  };
}

function toApproval(entry: RegisterEntry): readonly { readonly connector: number; readonly approval: Approval }[] {
  const { values, connector } = entry;
  const at = startOf(values['date']);
  if (connector === null || at === null || NOT_APPROVED.test((values['decision'] ?? '').trim())) return [];
  return [
    {
      connector,
      approval: {
        approver: values['approver'] ?? '',
        requester: values['requester'] ?? '',
        at,
        since: endOf(values['date']) ?? at,
        ends: endOf(values['until']),
        scopes: linesOf(values['scopes']),
        ticket: values['ticket'] ?? '',
        evidence: spotOf(entry, 'approval on record'),
      },
    },
  ];
}

/** `approval by bob@firm.example on 2026-02-01 (ticket CHG-2)`. */
export function approvalText({ approver, at, ticket }: Approval): string {
  return `approval by ${approver} on ${dateText(at)}${ticket === '' ? '' : ` (ticket ${ticket})`}`;
}
