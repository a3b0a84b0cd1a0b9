import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ColumnGuess, MappingProfile, PlainMapping } from '../../../shared/contract/imports.ts';
import { mappingGaps } from '../../../shared/domain/mapping.ts';
import { useEngineClient, useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { changeDesk, useDesk, withAnswers, withDraft } from './desk.ts';
import type { Draft, FileAnswers } from './drafts.ts';
import { firstMapping, isSameMapping, nextVersion } from './mapping.ts';

type Answers = Pick<FileAnswers, 'zone' | 'dayOrder'>;
const QUIET_MILLISECONDS = 250;
const NO_GUESSES: readonly ColumnGuess[] = [];

/** Everything the mapping wizard knows and does for one file; nothing reaches the desk before `apply`. */
export function useWizard(caseKey: string, draft: Draft) {
  const client = useEngineClient();
  const queries = useQueryClient();
  const [firstRow, setFirstRow] = useState(draft.mapping?.firstRow ?? null);
  const [edited, setEdited] = useState<PlainMapping | null>(draft.mapping);
  const [answers, setAnswers] = useState<Answers>({ zone: draft.answers.zone, dayOrder: draft.answers.dayOrder });
  const [isKept, setIsKept] = useState(true);
  const [name, setName] = useState(draft.profile?.name ?? draft.details.system);
  const [isForAlike, setIsForAlike] = useState(true);
  const columns = useEngineQuery('imports.columns', { token: draft.token, firstRow });
  const kept = useEngineQuery('profiles.list', {}).data ?? [];
  const save = useEngineMutation('profiles.save');
  const guesses = columns.data?.guesses ?? NO_GUESSES;
  const mapping =
    edited ??
    (columns.data === undefined ? null : firstMapping(columns.data.suggested, columns.data.firstRow, draft.plan));
  const gaps = mapping === null ? [] : mappingGaps(mapping);

  const asked = { mapping, ...answers };
  const settled = useSettled(asked, JSON.stringify(asked));
  const trial = useEngineQuery(
    'imports.try',
    {
      token: draft.token,
      format: null,
      mapping: settled.mapping,
      zone: settled.zone,
      dayOrder: settled.dayOrder,
      subject: '',
    },
    { enabled: settled.mapping !== null && mappingGaps(settled.mapping).length === 0, keepPrevious: true },
  );
  const isFresh = JSON.stringify(settled) === JSON.stringify(asked) && !trial.isPlaceholderData && !trial.isFetching;
  const result = gaps.length === 0 ? (trial.data ?? null) : null;
  const questions = {
    zone: answers.zone !== null || (result?.questions.zone ?? false),
    dayOrder: answers.dayOrder !== null || (result?.questions.dayOrder ?? false),
  };
  const isUnchanged =
    mapping !== null &&
    draft.profile !== null &&
    draft.profile.name === name.trim() &&
    isSameMapping(mapping, draft.profile.mapping) &&
    draft.profile.zone === answers.zone &&
    draft.profile.dayOrder === answers.dayOrder;
  const alike = useDesk(caseKey).drafts.filter(
    (other) =>
      other.token !== draft.token &&
      other.format === null &&
      other.mapping === null &&
      other.plan.columns.join('\n') === draft.plan.columns.join('\n'),
  );

  /** Why the mapping cannot be used yet; null when it can. */
  function obstacle(): string | null {
    if (mapping === null) return 'Looking at the columns';
    if (gaps.length > 0) return null;
    if (trial.isError) return trial.error.message;
    if (result === null || !isFresh) return 'Reading the first records';
    if (result.accepted === 0) return 'No record could be used this way';
    if (questions.zone && answers.zone === null) return 'Choose the zone of the times';
    if (questions.dayOrder && answers.dayOrder === null) return 'Choose whether day or month comes first';
    return isKept && name.trim() === '' ? 'Give the profile a name' : null;
  }

  /** Keeps the profile when asked to, and reads this file and those alike by the mapping. */
  async function apply(): Promise<void> {
    if (mapping === null || result === null) return;
    let profile: MappingProfile | null = null;
    if (isKept && isUnchanged) ({ profile } = draft);
    else if (isKept) {
      profile = await save.mutateAsync({
        name: name.trim(),
        token: draft.token,
        mapping,
        ...answers,
        system: draft.details.system.trim(),
      });
      await queries.invalidateQueries({ queryKey: ['profiles.list'] });
    }
    const used = profile?.mapping ?? mapping;
    place(draft, used, profile, result);
    if (!isForAlike) return;
    for (const other of alike)
      place(
        other,
        used,
        profile,
        await client.call('imports.try', { token: other.token, format: null, mapping: used, ...answers, subject: '' }),
      );
  }

  function place(
    { token, plan }: Draft,
    used: PlainMapping,
    profile: MappingProfile | null,
    { rows: _rows, questions: open, ...counts }: NonNullable<typeof result>,
  ): void {
    const asks = {
      zone: open.zone || answers.zone !== null,
      dayOrder: open.dayOrder || answers.dayOrder !== null,
      subject: null,
    };
    changeDesk(caseKey, (current) =>
      withAnswers(
        withDraft(current, token, {
          format: null,
          mapping: used,
          profile,
          mapped: { trial: counts, questions: asks },
          isIncluded: plan.alreadyImported === null,
        }),
        [token],
        answers,
      ),
    );
  }

  return {
    columns,
    firstRow: columns.data?.firstRow ?? null,
    chooseFirstRow(choice: 'names' | 'data') {
      setFirstRow(choice);
      setEdited(null);
    },
    guesses,
    mapping,
    change: setEdited,
    gaps,
    answers,
    answer: (part: Partial<Answers>) => setAnswers({ ...answers, ...part }),
    result,
    isFresh,
    questions,
    keeping: {
      isKept,
      setIsKept,
      name,
      setName,
      version: isUnchanged ? (draft.profile?.version ?? 1) : nextVersion(name, kept),
      isUnchanged,
      alike: alike.length,
      isForAlike,
      setIsForAlike,
    },
    obstacle: obstacle(),
    canApply: mapping !== null && gaps.length === 0 && obstacle() === null,
    apply,
    isSaving: save.isPending,
  };
}

export type Wizard = ReturnType<typeof useWizard>;

/** A value once it has not changed for a moment; `key` says when it changed. */
function useSettled<Value>(value: Value, key: string): Value {
  const [settled, setSettled] = useState({ value, key });
  useEffect(() => {
    if (settled.key === key) return;
    const timer = setTimeout(() => setSettled({ value, key }), QUIET_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value, key, settled.key]);
  return settled.value;
}
