import {
  keepPreviousData,
  notifyManager,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { EngineContract } from '../../shared/contract/engine.ts';
import type { Topic } from '../../shared/contract/events.ts';
import type { JobFinished, JobProgress } from '../../shared/contract/jobs.ts';
import type { ParamsInput, Result } from '../../shared/contract/rpc.ts';
import type { ConnectionState, EngineClient } from './client.ts';
import type { RequestError } from './request-error.ts';

type Method = keyof EngineContract;

/** The topics of `data.changed` after which an answer is no longer true. Methods left out are never cached for long. */
const TOPICS: Partial<Record<Method, readonly Topic[]>> = {
  'protection.state': ['case', 'workspace'],
  'workspace.recent': ['workspace', 'case'],
  'reviewers.list': ['workspace', 'keys', 'reviewers'],
  'settings.get': ['reviewers'],
  'workspace.status': ['workspace', 'imports', 'inventory', 'review', 'journal'],
  'case.keeping': ['workspace', 'imports', 'journal', 'review'],
  'case.planDeletion': ['workspace', 'imports', 'journal', 'review'],
  'case.deletions': ['workspace'],
  'imports.list': ['workspace', 'imports'],
  'imports.rows': ['workspace', 'imports'],
  'inventory.page': ['workspace', 'inventory', 'review'],
  'connectors.detail': ['workspace', 'inventory', 'review'],
  'connectors.usage': ['workspace', 'inventory', 'review'],
  'items.reduction': ['workspace', 'inventory'],
  'items.impact': ['workspace', 'inventory'],
  'connectors.activity': ['workspace', 'inventory'],
  'connectors.holders': ['workspace', 'inventory'],
  'connectors.lifecycle': ['workspace', 'inventory'],
  'connectors.evidence': ['workspace', 'inventory'],
  'evidence.record': ['workspace'],
  'findings.page': ['workspace', 'inventory', 'review'],
  'findings.groups': ['workspace', 'inventory', 'review'],
  'findings.controls': ['workspace', 'inventory', 'review'],
  'findings.missing': ['workspace', 'inventory', 'review'],
  'overview.get': ['workspace', 'inventory', 'review'],
  'overview.trends': ['workspace', 'imports', 'inventory'],
  'review.queue': ['workspace', 'inventory', 'review'],
  'review.queueGroups': ['workspace', 'inventory', 'review'],
  'review.views': ['workspace', 'inventory', 'review'],
  'review.batchOf': ['workspace', 'inventory', 'review'],
  'review.batchCheck': ['workspace', 'inventory', 'review'],
  'review.progress': ['workspace', 'inventory', 'review'],
  'review.item': ['workspace', 'inventory', 'review'],
  'review.recommendation': ['workspace', 'inventory', 'review'],
  'review.holders': ['workspace', 'inventory'],
  'remediation.preview': ['workspace', 'inventory'],
  'quality.nudge': ['workspace', 'review'],
  'journal.page': ['workspace', 'journal', 'review'],
  'journal.entry': ['workspace', 'journal', 'review'],
  'journal.facets': ['workspace', 'imports', 'journal', 'review'],
  'journal.state': ['workspace', 'imports', 'journal', 'review'],
  'people.list': ['case', 'people'],
  'people.session': ['case', 'people'],
  'quality.own': ['workspace', 'inventory', 'review', 'people'],
  'quality.whole': ['workspace', 'inventory', 'review', 'people'],
  'exchange.list': ['workspace', 'journal'],
  'exchange.inspect': ['workspace', 'review'],
  'owners.open': ['workspace', 'inventory', 'review'],
  'owners.answer': ['workspace', 'inventory', 'review'],
  'owners.inspect': ['workspace', 'review'],
  'report.lastSigned': ['workspace', 'journal', 'report'],
  'report.preview': ['workspace', 'imports', 'inventory', 'review', 'report'],
  'keys.list': ['keys'],
  'keys.libraries': ['keys'],
  'handOff.current': ['keys'],
  'ledger.get': ['workspace', 'imports', 'inventory'],
  'evidence.checks': ['workspace', 'imports', 'inventory'],
  'evidence.coverage': ['workspace', 'imports', 'inventory'],
  'registers.list': ['workspace', 'imports', 'inventory'],
  'snapshots.list': ['workspace', 'imports', 'inventory'],
  'snapshots.diff': ['workspace', 'imports', 'inventory'],
  'catalog.list': ['workspace', 'imports', 'inventory'],
  'catalog.search': ['workspace', 'inventory'],
  'vendors.list': ['workspace', 'imports', 'inventory'],
  'policy.get': ['workspace', 'inventory'],
  'policy.history': ['workspace', 'inventory'],
  'policy.preview': ['workspace', 'imports', 'inventory'],
  'suppressions.list': ['workspace', 'imports', 'inventory'],
  'registers.apps': ['workspace', 'imports', 'inventory'],
  'remediation.board': ['workspace', 'imports', 'inventory', 'review'],
  'remediation.action': ['workspace', 'imports', 'inventory', 'review'],
  'baseline.state': ['workspace', 'inventory', 'review'],
  'baseline.carried': ['workspace', 'inventory', 'review'],
  'review.delta': ['workspace', 'inventory', 'review'],
  'vendors.drill': ['workspace', 'imports', 'inventory', 'review'],
  'campaign.current': ['workspace', 'imports', 'inventory', 'review', 'journal'],
  'campaign.draft': ['workspace', 'imports', 'inventory'],
  'campaign.simulate': ['workspace', 'imports', 'inventory'],
  'campaign.staging': ['workspace', 'imports', 'inventory', 'review', 'journal'],
  'campaign.stagingRows': ['workspace', 'imports', 'inventory', 'review', 'journal'],
};

/** The engine's client for everything below; given by the app shell. */
export const EngineContext = createContext<EngineClient | null>(null);

/** The client itself, for calls that are neither a query nor a mutation. */
export function useEngineClient(): EngineClient {
  const client = useContext(EngineContext);
  if (client === null) throw new Error('useEngineClient outside of the app shell');
  return client;
}

/** Whether the engine answers; `lost` while it is being restarted. */
export function useConnectionState(): ConnectionState {
  const client = useEngineClient();
  return useSyncExternalStore(client.subscribe, client.state);
}

/** Answers that come together are drawn together: whoever shows one is told in the same turn as all the others. */
function tellTogether(): void {
  let waiting: (() => void)[] = [];
  notifyManager.setScheduler((tell) => {
    if (waiting.push(tell) > 1) return;
    setTimeout(() => {
      const all = waiting;
      waiting = [];
      for (const each of all) {
        try {
          each();
        } catch (error) {
          reportError(error); // the others are told all the same
        }
      }
    });
  });
}

/** Answers are kept until the engine says that they changed; nothing is retried or paused by the network's state. */
export function createQueryClient(): QueryClient {
  tellTogether();
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** The cache key of one question. */
export function engineKey<M extends Method>(method: M, params: ParamsInput<EngineContract, M>): QueryKey {
  return [method, params];
}

/**
 * Asks the engine and keeps the answer until it changes. Typed by the contract; cancelled when nobody looks any more.
 * `keepPrevious` shows the last answer while the next one to other params is on its way.
 */
export function useEngineQuery<M extends Method>(
  method: M,
  params: ParamsInput<EngineContract, M>,
  options: { readonly enabled?: boolean; readonly keepPrevious?: boolean } = {},
): UseQueryResult<Result<EngineContract, M>, RequestError> {
  const client = useEngineClient();
  return useQuery<Result<EngineContract, M>, RequestError>({
    queryKey: engineKey(method, params),
    queryFn: ({ signal }) => client.call(method, params, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Asks the engine to do something. Cached answers follow by `data.changed`, which arrives before the reply. */
export function useEngineMutation<M extends Method>(
  method: M,
  options: { readonly onSuccess?: (result: Result<EngineContract, M>) => void } = {},
): UseMutationResult<Result<EngineContract, M>, RequestError, ParamsInput<EngineContract, M>> {
  const client = useEngineClient();
  const queries = useQueryClient();
  return useMutation<Result<EngineContract, M>, RequestError, ParamsInput<EngineContract, M>>({
    mutationFn: (params) => client.call(method, params),
    // What was typed for an act, passphrases too, goes with the form it was typed in.
    gcTime: 0,
    onSuccess: async (result) => {
      // A case was opened or closed: nothing known before is about it.
      if (method.startsWith('workspace.')) await queries.invalidateQueries();
      options.onSuccess?.(result);
    },
  });
}

/** Rows by position, as far as they are loaded. */
export interface PagedRows<Row> {
  readonly total: number;
  readonly row: (index: number) => Row | undefined;
  /** True while the rows shown answer an earlier question. */
  readonly isStale: boolean;
  readonly isPending: boolean;
  readonly error: RequestError | null;
  readonly retry: () => void;
  readonly onRange: (first: number, last: number) => void;
}

type PagedMethod = {
  [M in Method]: Result<EngineContract, M> extends { total: number; rows: readonly unknown[] }
    ? ParamsInput<EngineContract, M> extends { offset: number; limit: number }
      ? M
      : never
    : never;
}[Method];
type PagedRow<M extends PagedMethod> = Result<EngineContract, M>['rows'][number];

const PAGE = 100;

/** Pages of a long list around what is in view; give `onRange` and `row` to a `DataGrid`. */
export function usePagedRows<M extends PagedMethod>(
  method: M,
  question: Omit<ParamsInput<EngineContract, M>, 'offset' | 'limit'>,
): PagedRows<PagedRow<M>> {
  const client = useEngineClient();
  const queries = useQueryClient();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const questionKey = JSON.stringify(question);

  const query = useQuery({
    queryKey: [method, question, range],
    queryFn: async () => {
      const pages = Array.from({ length: range.last - range.first + 1 }, (_, index) => range.first + index);
      const answers = await Promise.all(
        pages.map(async (page) => {
          // The spread of a generic Omit does not type as the whole; both parts are typed above.
          const params = { ...question, offset: page * PAGE, limit: PAGE } as ParamsInput<EngineContract, M>;
          return queries.fetchQuery({
            queryKey: engineKey(method, params),
            queryFn: ({ signal }) => client.call(method, params, { signal }),
          });
        }),
      );
      const rows = new Map<number, PagedRow<M>>();
      answers.forEach((answer, index) => {
        const start = (pages[index] ?? 0) * PAGE;
        answer.rows.forEach((row, position) => rows.set(start + position, row));
      });
      return { questionKey, total: answers[0]?.total ?? 0, rows };
    },
    placeholderData: keepPreviousData,
  });

  const [onRange] = useState(() => {
    let timer = 0;
    return (first: number, last: number) => {
      // A fast scroll passes pages nobody looks at.
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        const next = { first: Math.floor(first / PAGE), last: Math.floor(last / PAGE) };
        setRange((current) => (current.first === next.first && current.last === next.last ? current : next));
      }, 40);
    };
  });
  return {
    total: query.data?.total ?? 0,
    row: (index) => query.data?.rows.get(index),
    isStale: query.data !== undefined && query.data.questionKey !== questionKey,
    isPending: query.isPending,
    // Whatever a call rejects with is a RequestError.
    error: query.error as RequestError | null,
    retry: () => void query.refetch(),
    onRange,
  };
}

/** Keeps cached answers and job states in step with what the engine tells. Called once by the app shell. */
export function useEngineEvents(): void {
  const client = useEngineClient();
  const queries = useQueryClient();
  useEffect(() => {
    let wasLost = client.state() === 'lost';
    const stops = [
      client.on('data.changed', ({ topics }) => {
        // Answers about the case before must not be seen under the new one, not even until the new ones come.
        if (topics.includes('case')) queries.removeQueries({ type: 'inactive' });
        if (topics.includes('case'))
          void queries.resetQueries({ predicate: ({ queryKey }) => isAbout(queryKey[0], topics) });
        void queries.invalidateQueries({
          predicate: ({ queryKey }) => isAbout(queryKey[0], topics),
        });
      }),
      client.on('job.progress', (progress) => {
        queries.setQueryData<JobProgress | null>(engineKey('jobs.running', {}), progress);
      }),
      client.on('job.finished', (finished) => {
        const running = engineKey('jobs.running', {});
        // A job that is taken out of the queue ends while another one runs on, with fewer behind it.
        queries.setQueryData<JobProgress | null>(running, (job) => (job?.jobId === finished.jobId ? null : job));
        void queries.invalidateQueries({ queryKey: running });
        queries.setQueryData<JobFinished | null>(engineKey('jobs.result', { jobId: finished.jobId }), finished);
      }),
      client.subscribe(() => {
        // The first connection brings nothing that was not asked already.
        if (client.state() === 'ready' && wasLost) void queries.invalidateQueries();
        if (client.state() !== 'lost') return;
        wasLost = true;
        // A job dies with the engine.
        queries.setQueryData<JobProgress | null>(engineKey('jobs.running', {}), null);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [client, queries]);
}

/** The job under way, or null. */
export function useRunningJob(): JobProgress | null {
  return useEngineQuery('jobs.running', {}).data ?? null;
}

/** How far the look at added files is, or null when none is under way. */
export function useInspectProgress(): { readonly done: number; readonly total: number; readonly label: string } | null {
  const client = useEngineClient();
  const [progress, setProgress] = useState<{ done: number; total: number; label: string } | null>(null);
  useEffect(() => client.on('inspect.progress', setProgress), [client]);
  return progress;
}

/** How far a backup, a restore, a move or a deletion is, or null when none is under way. */
export function useCaseProgress(): { readonly done: number; readonly total: number; readonly label: string } | null {
  const client = useEngineClient();
  const [progress, setProgress] = useState<{ done: number; total: number; label: string } | null>(null);
  useEffect(() => client.on('case.progress', (next) => setProgress(next.total === 0 ? null : next)), [client]);
  return progress;
}

/** How a job ended, or null while it runs or when there is no such job. */
export function useJobResult(jobId: number | null): JobFinished | null {
  return useEngineQuery('jobs.result', { jobId: jobId ?? 0 }, { enabled: jobId !== null }).data ?? null;
}

function isAbout(method: unknown, topics: readonly Topic[]): boolean {
  // Keys are made by engineKey, so the first part is a method name; an unknown one simply has no topics.
  const own = TOPICS[method as Method] ?? [];
  return own.some((topic) => topics.includes(topic));
}
