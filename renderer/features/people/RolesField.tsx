import { ROLE_LABELS, ROLES, type Role } from '../../../shared/domain/roles.ts';
import { Checkbox } from '../../components/Field.tsx';
import styles from './people.module.css';

const MEANINGS: Readonly<Record<Role, string>> = {
  preparer: 'imports, keeps registers and policy, plans, adds people',
  reviewer: 'decides items',
  approver: 'settles disagreements and approves the report',
  observer: 'looks on and records nothing',
};

/** The roles of somebody; several are allowed, but an observer is nothing else. */
export function RolesField({
  roles,
  onChange,
}: {
  readonly roles: readonly Role[];
  readonly onChange: (roles: Role[]) => void;
}) {
  function choose(role: Role, isChosen: boolean) {
    const others = roles.filter((other) => other !== role);
    if (!isChosen) onChange(others);
    else onChange(role === 'observer' ? ['observer'] : [...others.filter((other) => other !== 'observer'), role]);
  }
  return (
    <fieldset className={styles.roles}>
      <legend className={styles.legend}>Roles</legend>
      {ROLES.map((role) => (
        <Checkbox key={role} isSelected={roles.includes(role)} onChange={(isChosen) => choose(role, isChosen)}>
          {ROLE_LABELS[role]}
          <span className={styles.meaning}>{MEANINGS[role]}</span>
        </Checkbox>
      ))}
      {roles.includes('reviewer') && roles.includes('approver') && (
        <p className={styles.note}>
          Reviewer and approver at once: this person cannot approve a report with decisions of their own.
        </p>
      )}
    </fieldset>
  );
}
