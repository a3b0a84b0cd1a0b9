import { SEVERITIES } from '../../../shared/domain/terms.ts';
import { SEVERITY_LABELS, SEVERITY_TONES, SeverityBadge } from '../../components/Badge.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { ShareBar } from '../../components/Progress.tsx';
import { findingsPath } from '../findings/question.ts';
import { FigureLink } from './FigureLink.tsx';
import type { OverviewData } from './OverviewScreen.tsx';
import styles from './OverviewScreen.module.css';

/** Findings by severity, and the rules that found the worst and most. */
export function FindingsPanel({ overview }: { readonly overview: OverviewData }) {
  const count = new Map(overview.bySeverity.map((row) => [row.severity, row.findings]));
  return (
    <Panel title="Findings" actions={<ButtonLink to="/findings">All findings</ButtonLink>} flush>
      <div className={styles.bar}>
        <ShareBar
          label="Findings by severity"
          shares={SEVERITIES.filter((severity) => severity !== 'info' || (count.get(severity) ?? 0) > 0).map(
            (severity) => ({
              key: severity,
              label: SEVERITY_LABELS[severity],
              value: count.get(severity) ?? 0,
              tone: SEVERITY_TONES[severity],
              to: findingsPath({ severities: [severity] }),
            }),
          )}
        />
      </div>
      <DataTable
        caption="Rules with the worst and most findings"
        wrap
        columns={[
          { id: 'severity', title: 'Worst', width: '104px', cell: (row) => <SeverityBadge severity={row.severity} /> },
          {
            id: 'rule',
            title: 'Rule',
            cell: (row) => (
              <LinkText to={findingsPath({ rules: [row.rule] })} quiet>
                {row.rule} {row.title}
              </LinkText>
            ),
          },
          {
            id: 'findings',
            title: 'Findings',
            align: 'right',
            width: '84px',
            cell: (row) => (
              <FigureLink
                value={row.findings}
                to={findingsPath({ rules: [row.rule] })}
                label={`findings of ${row.rule}`}
              />
            ),
          },
        ]}
        rows={overview.topRules}
        rowKey={(row) => row.rule}
        empty="No rule that could be judged found anything."
      />
      {overview.rulesWithFindings > overview.topRules.length && (
        <p className={styles.more}>
          {overview.topRules.length} of {overview.rulesWithFindings} rules with findings, the worst and most first.{' '}
          <LinkText to="/findings">All rules</LinkText>
        </p>
      )}
    </Panel>
  );
}
