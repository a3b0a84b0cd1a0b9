import {
  APP_FIELD_LABELS,
  APP_FIELDS,
  type AppField,
  type RegisterRow,
  type RegisterValue,
} from '../../../shared/contract/policy.ts';
import { purposeOf } from '../../../shared/domain/purpose.ts';
import { Badge, PlatformLabel } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import type { GridColumn } from '../../components/DataGrid.tsx';
import { Icon } from '../../components/Icon.tsx';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import styles from './columns.module.css';

const WIDTHS: Readonly<Record<AppField, string>> = {
  'business-owner': 'minmax(130px, 1.4fr)',
  'technical-owner': 'minmax(110px, 1fr)',
  'purpose-code': 'minmax(92px, 0.6fr)',
  purpose: 'minmax(100px, 1.4fr)',
  environment: '84px',
  'replaced-by': '110px',
  agent: '90px',
  oversight: '110px',
  'enterprise-service': '130px',
};

/** What a window of the usual size has room for; the other fields are shown where somebody asks for them. */
export const USUAL_FIELDS: readonly AppField[] = [
  'business-owner',
  'technical-owner',
  'purpose-code',
  'purpose',
  'environment',
];

/** The columns of the grid: what is selected, the app, its conflicts, and the fields with their basis; without any, all of them. */
export function registerColumns(
  selected: ReadonlySet<string>,
  fields: readonly AppField[],
): readonly GridColumn<RegisterRow>[] {
  return [
    {
      id: 'selected',
      title: '',
      width: '20px',
      cell: (row) => <Tick isOn={selected.has(row.connectorId)} />,
    },
    {
      id: 'name',
      title: 'App',
      width: 'minmax(150px, 1.4fr)',
      cell: (row) => (
        <LinkText to={`/connectors/${encodeURIComponent(row.connectorId)}?tab=identity`} quiet>
          <Name strong warning={row.nameWarning} staticWarning>
            {row.name}
          </Name>
        </LinkText>
      ),
    },
    { id: 'platform', title: 'Platform', width: '138px', cell: (row) => <PlatformLabel platform={row.platform} /> },
    {
      id: 'conflicts',
      title: 'Conflicts',
      width: 'minmax(66px, 0.8fr)',
      cell: (row) => <Conflicts conflicts={row.conflicts} />,
    },
    ...APP_FIELDS.filter((field) => fields.length === 0 || fields.includes(field)).map((field) => ({
      id: field,
      title: APP_FIELD_LABELS[field],
      width: WIDTHS[field],
      cell: (row: RegisterRow) => <Value field={field} value={row.fields[field]} />,
    })),
  ];
}

function Tick({ isOn }: { readonly isOn: boolean }) {
  return (
    <span className={cx(styles.tick, isOn && styles.on)}>
      {isOn && <Icon name="check" />}
      <span className="visually-hidden">{isOn ? 'Selected' : 'Not selected'}</span>
    </span>
  );
}

function Conflicts({ conflicts }: { readonly conflicts: RegisterRow['conflicts'] }) {
  const [first] = conflicts;
  if (first === undefined) return <span className={styles.quiet}>None</span>;
  return (
    <span className={styles.conflict} title={conflicts.map((one) => one.sentence).join('\n')}>
      <Badge tone="medium" icon="warning">
        {conflicts.length}
      </Badge>
      <span className={styles.text}>
        <bdi>{first.sentence}</bdi>
      </span>
    </span>
  );
}

/** A value with a mark when a person stated it; the basis in full as its title. */
function Value({ field, value }: { readonly field: AppField; readonly value: RegisterValue }) {
  const label = value.value === null ? null : field === 'purpose-code' ? purposeOf(value.value)?.label : undefined;
  return (
    <span className={styles.value} title={[label, value.source].filter(Boolean).join('\n')}>
      {value.basis === 'act' && (
        <span className={styles.byHand}>
          <Icon name="pencil" />
          <span className="visually-hidden">Stated in this case: </span>
        </span>
      )}
      <span className={cx(styles.text, value.value === null && styles.quiet)}>
        {value.value === null ? value.basis === 'act' ? 'none' : 'not stated' : <bdi>{value.value}</bdi>}
      </span>
    </span>
  );
}
