import { useState } from 'react';
import { type ListedPerson, ROLE_LABELS } from '../../../shared/contract/people.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { DataTable, type TableColumn } from '../../components/DataTable.tsx';
import { formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { AddPersonDialog } from './AddPersonDialog.tsx';
import { ChangePersonDialog } from './ChangePersonDialog.tsx';
import { SignInDialog } from './SignInDialog.tsx';
import styles from './people.module.css';

type Open =
  | { readonly dialog: 'add' }
  | { readonly dialog: 'change'; readonly person: ListedPerson }
  | { readonly dialog: 'sign-in'; readonly person: string };

/** Who takes part in the review, by the certificates of their keys. */
export function PeopleTab() {
  const people = useEngineQuery('people.list', {});
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  if (people.isError) return <ErrorState error={people.error} onRetry={() => void people.refetch()} />;
  if (people.data === undefined) return <SkeletonRows rows={6} />;
  const isFirst = people.data.length === 0;
  return (
    <div className={styles.scroll}>
      {isFirst ? (
        <EmptyState
          icon="people"
          title="One reviewer, who may do everything"
          actions={
            <Button variant="primary" icon="plus" onPress={() => setOpen({ dialog: 'add' })}>
              Add yourself…
            </Button>
          }
        >
          Add people when several review this case. Each has a key and roles; what they record carries their signature,
          and nobody approves their own review.
        </EmptyState>
      ) : (
        <Panel
          title="People"
          description="Known by the certificate of their key. What somebody did stays when they leave."
          actions={
            <Button icon="plus" onPress={() => setOpen({ dialog: 'add' })}>
              Add a person…
            </Button>
          }
          flush
        >
          <DataTable
            caption="People who take part"
            wrap
            columns={columnsOf(setOpen)}
            rows={people.data}
            rowKey={(person) => person.id}
            empty="Nobody"
          />
        </Panel>
      )}
      {open?.dialog === 'add' && <AddPersonDialog isFirst={isFirst} onClose={close} />}
      {open?.dialog === 'change' && <ChangePersonDialog person={open.person} onClose={close} />}
      {open?.dialog === 'sign-in' && <SignInDialog person={open.person} onClose={close} />}
    </div>
  );
}

function columnsOf(onOpen: (open: Open) => void): readonly TableColumn<ListedPerson>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      cell: (person) => (
        <>
          <span className={styles.who}>
            <Name strong>{person.name}</Name>
            {person.isSignedIn && <Badge tone="good">Signed in</Badge>}
          </span>
          <div className={styles.quiet}>
            <bdi>{person.email === '' ? 'no e-mail address' : person.email}</bdi>
            {person.manager !== '' && (
              <>
                , manager <bdi>{person.manager}</bdi>
              </>
            )}
          </div>
        </>
      ),
    },
    {
      id: 'roles',
      title: 'Roles',
      width: '240px',
      cell: ({ roles }) =>
        roles.length === 0 ? (
          <span className={styles.quiet}>No longer takes part</span>
        ) : (
          <span className={styles.badges}>
            {roles.map((role) => (
              <Badge key={role} tone={role === 'observer' ? 'neutral' : 'accent'}>
                {ROLE_LABELS[role]}
              </Badge>
            ))}
          </span>
        ),
    },
    {
      id: 'certificate',
      title: 'Certificate',
      width: '230px',
      cell: ({ id, name, notAfter, isExpired }) => (
        <>
          <CopyText text={id} length={23} label={`fingerprint of ${name}`} />
          <div className={styles.quiet}>
            {isExpired ? 'ended' : 'valid to'} {formatDate(notAfter)}
          </div>
        </>
      ),
    },
    {
      id: 'acts',
      title: <span className="visually-hidden">Acts</span>,
      width: '200px',
      align: 'right',
      cell: (person) => (
        <span className={styles.acts}>
          {!person.isSignedIn && person.roles.length > 0 && (
            <Button
              size="small"
              aria-label={`Sign in as ${person.name}`}
              onPress={() => onOpen({ dialog: 'sign-in', person: person.id })}
            >
              Sign in…
            </Button>
          )}
          <Button
            size="small"
            aria-label={`Roles of ${person.name}`}
            onPress={() => onOpen({ dialog: 'change', person })}
          >
            Roles…
          </Button>
        </span>
      ),
    },
  ];
}
