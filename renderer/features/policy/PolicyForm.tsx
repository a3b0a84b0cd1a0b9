import { useEffect, useMemo, useState } from 'react';
import type { ParameterValues, PolicyState } from '../../../shared/contract/policy.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { formatCounted } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import { EmptyState, errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { currentValues, type Draft, draftOf, groupsOf, groupsWith, readDraft, typedValue } from './draft.ts';
import { keepForm, keptForm } from './kept-form.ts';
import { ParameterGroup } from './ParameterGroup.tsx';
import styles from './PolicyForm.module.css';
import { PreviewPanel } from './PreviewPanel.tsx';
import { useSettled } from './use-settled.ts';

/** The thresholds in a form, with what each change would find beside it, and the bar that saves them with a reason. */
export function PolicyForm({ policy }: { readonly policy: PolicyState }) {
  const { parameters } = policy;
  const begunFrom = `${policy.name} ${policy.version} ${policy.digest}`;
  const [begun] = useState(() => keptForm(begunFrom));
  const [draft, setDraft] = useState(() => begun?.draft ?? draftOf(parameters, currentValues(parameters)));
  const [name, setName] = useState(begun?.name ?? policy.name);
  const [reason, setReason] = useState(begun?.reason ?? '');
  const [sought, setSought] = useState('');
  // One object per draft: what is asked of the engine changes only when the form does.
  const { values, errors } = useMemo(() => readDraft(parameters, draft), [parameters, draft]);
  const changed = parameters.filter((parameter) => draft[parameter.name] !== typedValue(parameter.current));
  const asked = useSettled(values);
  const preview = useEngineQuery(
    'policy.preview',
    { values: asked ?? {} },
    { enabled: asked !== null, keepPrevious: true },
  );
  const save = useEngineMutation('policy.save');
  const preset = policy.presets.find((one) => one.name === name);
  const ownValues = useMemo(
    () => (preset === undefined ? 0 : differences(draft, draftOf(parameters, preset.values))),
    [preset, draft, parameters],
  );
  const groups = groupsOf(parameters);
  const shown = groupsWith(groups, (rule) => policy.rules.find((one) => one.rule === rule)?.title ?? '', sought);

  function fill(nextName: string, next: ParameterValues) {
    setName(nextName);
    setDraft(draftOf(parameters, next));
  }
  function confirm() {
    if (values === null) return;
    save.mutate(
      { name, values, reason },
      {
        onSuccess: (saved) =>
          showToast({ tone: 'good', text: `${saved.name}, version ${saved.version}, is in force.` }),
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }
  const isOther = changed.length > 0 || name.trim() !== policy.name;
  useEffect(
    () => keepForm({ of: begunFrom, form: { draft, name, reason }, isChanged: isOther || reason.trim() !== '' }),
    [begunFrom, draft, name, reason, isOther],
  );
  return (
    <div className={styles.frame}>
      <div className={styles.columns}>
        <div className={styles.form}>
          <div className={styles.start}>
            <SearchField
              label="Filter by value or rule"
              value={sought}
              onChange={setSought}
              placeholder="Find a value or a rule"
            />
            <Select
              label="Start from"
              hideLabel
              placeholder="Start from a preset…"
              value={null}
              onChange={(chosen) => {
                const found = policy.presets.find((one) => one.name === chosen);
                if (found !== undefined) fill(found.name, found.values);
              }}
              options={policy.presets.map((one) => ({ value: one.name, label: one.name }))}
            />
            <FileButtons policy={policy} onRead={fill} />
            {changed.length > 0 && (
              <Button variant="ghost" icon="undo" onPress={() => fill(policy.name, currentValues(parameters))}>
                Undo all changes
              </Button>
            )}
          </div>
          {preset !== undefined && (
            <Callout title={ownValues === 0 ? preset.name : `${preset.name}, with own values`}>
              {preset.source}
              {ownValues > 0 && ` ${formatCounted(ownValues, 'value differs', 'values differ')} from that here.`}
            </Callout>
          )}
          {shown.length === 0 && (
            <EmptyState
              title="No value matches"
              actions={<Button onPress={() => setSought('')}>Show all values</Button>}
            >
              Neither a value nor the rule that reads it has these words.
            </EmptyState>
          )}
          {shown.map(([rule, group]) => (
            <ParameterGroup
              key={rule}
              rule={rule}
              title={policy.rules.find((one) => one.rule === rule)?.title}
              parameters={group}
              draft={draft}
              errors={errors}
              figures={preview.data?.rules.find((one) => one.rule === rule)}
              isStale={preview.isPlaceholderData || asked !== values}
              onChange={(parameter, value) => setDraft((current) => ({ ...current, [parameter]: value }))}
            />
          ))}
        </div>
        <PreviewPanel
          preview={preview}
          isWaiting={values !== null && preview.isPlaceholderData}
          isBlocked={values === null}
        />
      </div>
      <div className={styles.bar}>
        <div className={styles.name}>
          <TextField label="Name" value={name} onChange={setName} maxLength={80} />
        </div>
        <div className={styles.reason}>
          <TextField
            label="Reason"
            value={reason}
            onChange={setReason}
            maxLength={1000}
            placeholder="Why these values; it is kept with the version and in the journal"
          />
        </div>
        <span className={styles.count}>{isOther ? formatCounted(changed.length, 'changed value') : 'As in force'}</span>
        <Button
          variant="primary"
          isDisabled={!isOther || values === null || reason.trim() === '' || name.trim() === ''}
          isPending={save.isPending}
          onPress={confirm}
        >
          Save as new version
        </Button>
      </div>
    </div>
  );
}

/** How many values of two forms are not the same. */
function differences(one: Draft, other: Draft): number {
  return Object.keys(one).filter((parameter) => one[parameter] !== other[parameter]).length;
}

/** Taking a policy from another case, and giving this one away. */
function FileButtons({
  policy,
  onRead,
}: {
  readonly policy: PolicyState;
  readonly onRead: (name: string, values: ParameterValues) => void;
}) {
  const read = useEngineMutation('policy.import');
  const write = useEngineMutation('policy.export');
  const tell = (error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) });
  async function bringIn() {
    const [file] = await callShell('shell.pickFiles', { purpose: 'policy' });
    if (file === undefined) return;
    read.mutate({ token: file.token }, { onSuccess: (found) => onRead(found.name, found.values), onError: tell });
  }
  async function giveAway() {
    const target = await callShell('shell.pickSave', {
      purpose: 'policy',
      suggestedName: `${policy.name} version ${policy.version}`,
    });
    if (target === null) return;
    write.mutate(
      { saveToken: target.token },
      { onSuccess: () => showToast({ tone: 'good', text: `Written to ${target.name}.` }), onError: tell },
    );
  }
  return (
    <>
      <Button onPress={() => void bringIn().catch(tell)}>Read from a file…</Button>
      <Button onPress={() => void giveAway().catch(tell)}>Write to a file…</Button>
    </>
  );
}
