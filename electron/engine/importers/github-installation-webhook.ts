import type { EventKind } from '../../../shared/domain/vocabulary.ts';
import { defineImporter, type Fact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { installationFields, readInstallation } from './parts/github-installation.ts';
import { isPlaceholder } from './parts/placeholders.ts';

/**
 * Webhooks `installation` and `installation_repositories`: what became of one installation. They say nothing about the
 * others, so they are no list; the grant is taken from the event. A webhook names no time of its own: it is that of the
 * installation (`created_at`, `suspended_at`, else `updated_at`), in epoch seconds or ISO 8601.
 */
export default defineImporter({
  id: 'github.installations.webhook',
  platform: 'github',
  label: 'GitHub App installation webhooks',
  system: 'GitHub, installation webhooks',
  fields: {
    action: { from: ['action'], required: true },
    sender: { from: ['sender.login'] },
    ...installationFields('installation.'),
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['action', 'installation.app_id', 'installation.permissions'],
      bonus: ['sender', 'installation.target_type', 'installation.suspended_at'],
    }),
  map: (record, context) => {
    const installation = readInstallation(record, context);
    if (typeof installation === 'string') return { rejected: installation };
    const rule = ACTIONS.get(record.text('action').toLowerCase());
    const created = context.time(record.text('created'));
    const updated = context.time(record.text('updated'));
    const changed = updated ?? created;
    if (rule === undefined) {
      return { notRelevant: 'webhook that changes no permission', ...(changed === null ? {} : { at: changed }) };
    }
    const time =
      rule.kind === 'disable' ? (installation.suspendedAt ?? changed) : rule.isFirst ? (created ?? updated) : changed;
    if (time === null) return { rejected: 'no readable time' };
    const sender = record.text('sender');
    const actor = isPlaceholder(sender) ? {} : { actor: sender };
    const { client, connector, grant } = installation;
    const event: Fact = {
      fact: 'event',
      kind: rule.kind,
      time,
      client,
      principal: null,
      result: 'success',
      tenantWide: true,
      detail: rule.detail,
      ...(rule.hasScopes ? { scopes: grant.scopes } : {}),
      ...actor,
    };
    // Whether it is suspended now is told by the last webhook, which need not be in this file: the events say it.
    const named: Fact = { fact: 'connector', client, ...(connector.sameAs ? { sameAs: connector.sameAs } : {}) };
    return { facts: rule.kind === 'uninstall' ? [event, named] : [event, named, { ...grant, fromEvent: true }] };
  },
});

interface Rule {
  readonly kind: EventKind;
  readonly detail: string;
  readonly isFirst?: true;
  readonly hasScopes?: true;
}

const ACTIONS: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['created', { kind: 'install', detail: 'app installed', isFirst: true, hasScopes: true }],
  ['deleted', { kind: 'uninstall', detail: 'app uninstalled, at the earliest at this time' }],
  ['suspend', { kind: 'disable', detail: 'installation suspended' }],
  ['unsuspend', { kind: 'install', detail: 'suspension of the installation ended', hasScopes: true }],
  ['new_permissions_accepted', { kind: 'scope-change', detail: 'new permissions accepted', hasScopes: true }],
  ['added', { kind: 'scope-change', detail: 'repositories added', hasScopes: true }],
  ['removed', { kind: 'scope-change', detail: 'repositories removed', hasScopes: true }],
]);
