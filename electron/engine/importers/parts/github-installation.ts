import type { ConnectorFact, Fact, FieldReader, FieldSource, GrantFact, MapContext } from '../importer.ts';
import { permissionScopes, repositoryScope } from './github-permissions.ts';
import { named } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';

type InstallationField =
  | 'id'
  | 'appId'
  | 'slug'
  | 'clientId'
  | 'permissions'
  | 'selection'
  | 'created'
  | 'updated'
  | 'suspended'
  | 'suspendedBy';

/** The fields of an installation, which a webhook nests under `installation` and a page of one may keep under `installations`. */
export function installationFields(prefix: '' | 'installation.'): Record<InstallationField, FieldSource> {
  const at = (name: string): FieldSource => ({
    from: prefix === '' ? [name, `installations.${name}`] : [`${prefix}${name}`],
  });
  return {
    id: at('id'),
    appId: at('app_id'),
    slug: at('app_slug'),
    clientId: at('client_id'),
    permissions: at('permissions'),
    selection: at('repository_selection'),
    created: at('created_at'),
    updated: at('updated_at'),
    suspended: at('suspended_at'),
    suspendedBy: at('suspended_by.login'),
  };
}

export interface Installation {
  readonly client: ConnectorFact['client'];
  readonly connector: ConnectorFact;
  readonly grant: GrantFact;
  /** When it was suspended; null when it is not. */
  readonly suspendedAt: number | null;
  readonly suspendedBy: string;
}

/**
 * One installation of a GitHub App. An installed app acts as itself, so its permissions are those of an application; who
 * it belongs to is the organization as a whole. `created_at` is when it was installed, not when the app was made. The
 * installation id and the app's client id name the same connector. A text is the reason why it cannot be read.
 */
export function readInstallation(record: FieldReader<InstallationField>, context: MapContext): Installation | string {
  const appId = record.text('appId');
  if (isPlaceholder(appId)) return 'no app id, or a placeholder for one';
  const id = record.text('id');
  const clientId = record.text('clientId');
  const slug = record.text('slug');
  const suspendedAt = context.time(record.text('suspended'));
  const createdAt = context.time(record.text('created'));
  const client = { space: 'app' as const, id: appId, ...named(isPlaceholder(slug) ? '' : slug) };
  return {
    client,
    connector: {
      fact: 'connector',
      client,
      sameAs: [
        ...(isPlaceholder(id) ? [] : [{ space: 'installation' as const, id }]),
        ...(isPlaceholder(clientId) ? [] : [{ space: 'app' as const, id: clientId }]),
      ],
      ...(record.has('suspended') ? { enabled: record.text('suspended') === '' } : {}),
    },
    grant: {
      fact: 'grant',
      client,
      kind: 'application',
      principal: null,
      scopes: [...permissionScopes(record.raw('permissions')), ...repositoryScope(record.raw('selection'))],
      ...(createdAt === null ? {} : { grantedAt: createdAt }),
      ...(isPlaceholder(id) ? {} : { nativeId: id }),
    },
    suspendedAt,
    suspendedBy: record.text('suspendedBy'),
  };
}

/** A suspended installation keeps its permissions and cannot use them: a state, not a removal. */
export function suspension(installation: Installation): Fact[] {
  if (installation.suspendedAt === null) return [];
  const { suspendedBy } = installation;
  return [
    {
      fact: 'event',
      kind: 'disable',
      time: installation.suspendedAt,
      client: installation.client,
      principal: null,
      result: 'success',
      detail: 'installation suspended',
      ...(isPlaceholder(suspendedBy) ? {} : { actor: suspendedBy }),
    },
  ];
}
