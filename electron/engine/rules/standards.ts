import type { Controls } from './rule.ts';

export interface Standard {
  readonly key: keyof Controls;
  readonly label: string;
  /** Stands before the id of a control. */
  readonly prefix: string;
}

/** The standards whose control ids rules carry, in the order in which they are shown. Identifiers only. */
export const STANDARDS: readonly Standard[] = [
  { key: 'owasp', label: 'OWASP NHI 2025', prefix: 'OWASP ' },
  { key: 'csf', label: 'NIST CSF 2.0', prefix: 'CSF ' },
  { key: 'cis', label: 'CIS Controls v8.1', prefix: 'CIS ' },
  { key: 'iso', label: 'ISO/IEC 27001:2022 Annex A', prefix: 'ISO ' },
  { key: 'nist', label: 'NIST SP 800-53 rev. 5', prefix: 'NIST ' },
  { key: 'pci', label: 'PCI DSS 4.0.1', prefix: 'PCI ' },
  { key: 'soc2', label: 'SOC 2 (TSC 2017)', prefix: 'SOC 2 ' },
  { key: 'ai', label: 'NIST AI RMF 1.0', prefix: 'AI RMF ' },
];

/**
 * What bounds an assessment of each risk of the OWASP Non-Human Identities Top 10 from exports of grants and logs, with
 * rules or without. One text for screen and report.
 */
export const NHI_LIMITS: ReadonlyMap<string, string> = new Map([
  ['NHI1:2025', 'Seen as far as registers of people and owners and logs of consent were supplied.'],
  [
    'NHI2:2025',
    'Mostly not assessable: exports hold dates of credentials, never where a secret lies or leaked. Only a change of behavior can hint at it.',
  ],
  ['NHI3:2025', 'Seen from publisher facts and patterns of consent; the vendor itself is not examined.'],
  [
    'NHI4:2025',
    'Seen where exports or logs state the flow or the reply address; how an application keeps and proves its identity is not examined.',
  ],
  ['NHI5:2025', 'Seen as far as logs cover the granted scopes; see the evidence coverage.'],
  ['NHI6:2025', 'Not assessable: the configuration of cloud deployments is no part of grant exports.'],
  [
    'NHI7:2025',
    'Seen from refreshes, token events and dates of credentials; the lifetime set on the platform is known only where an export states it.',
  ],
  [
    'NHI8:2025',
    'Seen where a register of environments says which tenants are production; exports alone do not tell them apart.',
  ],
  [
    'NHI9:2025',
    'Seen between departments and tenants; which workloads of one team share an application is not exported.',
  ],
  [
    'NHI10:2025',
    'Seen where a log of calls names the client software; other logs do not tell a person from the application.',
  ],
]);
