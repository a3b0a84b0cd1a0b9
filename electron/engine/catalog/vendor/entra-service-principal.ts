import { z } from 'zod';
import { GRAPH_APP_ID } from '../scope-facts.ts';
import type { CatalogPatch, PatchScope } from './patch.ts';
import { guidText, permissionName } from './safe-text.ts';
import { verbOfName } from './sets.ts';

/**
 * The service principal of a resource as Microsoft Graph exports it (v1.0 servicePrincipal: appRoles and
 * oauth2PermissionScopes): which permission ids stand for which names in exactly this tenant.
 */
const servicePrincipal = z.object({
  appId: guidText,
  displayName: z.string().max(256).nullish(),
  appRoles: z
    .array(z.object({ id: guidText, value: z.string().nullish(), allowedMemberTypes: z.array(z.string()).nullish() }))
    .max(5000)
    .nullish(),
  oauth2PermissionScopes: z
    .array(z.object({ id: guidText, value: z.string().nullish(), type: z.string().nullish() }))
    .max(5000)
    .nullish(),
});

/** The member of a Graph answer or the bare object; null when the content is neither. */
export function servicePrincipalIn(content: unknown): unknown {
  const wrapped = z.object({ value: z.array(z.unknown()).length(1) }).safeParse(content);
  const list = z.array(z.unknown()).length(1).safeParse(content);
  const inner: unknown = wrapped.success ? wrapped.data.value[0] : list.success ? list.data[0] : content;
  const isOne = z
    .union([z.object({ appRoles: z.array(z.unknown()) }), z.object({ oauth2PermissionScopes: z.array(z.unknown()) })])
    .safeParse(inner).success;
  return isOne ? inner : null;
}

/** Throws a ZodError for a file of another shape. */
export function readServicePrincipal(content: unknown): CatalogPatch {
  const principal = servicePrincipal.parse(content);
  const appId = principal.appId.toLowerCase();
  const isGraph = appId === GRAPH_APP_ID;
  const scopes = new Map<string, PatchScope>();
  const entry = (value: string): PatchScope =>
    scopes.get(value) ?? { id: value, ...(!isGraph && { resource: appId }), verb: verbOfName(value) };
  for (const role of principal.appRoles ?? []) {
    // Roles without a value cannot be named in a token; roles for people are no permissions of apps.
    if (!role.value || role.allowedMemberTypes?.includes('Application') === false) continue;
    const value = permissionName.parse(role.value);
    scopes.set(value, { ...entry(value), a: { level: 0, consent: true, guid: role.id.toLowerCase() } });
  }
  for (const scope of principal.oauth2PermissionScopes ?? []) {
    if (!scope.value) continue;
    const value = permissionName.parse(scope.value);
    scopes.set(value, {
      ...entry(value),
      d: { level: 0, consent: scope.type === 'Admin', guid: scope.id.toLowerCase() },
    });
  }
  const name = (principal.displayName ?? '').replace(/[^\x20-\x7e]/g, '').trim();
  return {
    format: 'countersign-catalog-patch/1',
    platform: 'entra',
    part: isGraph ? 'entra-graph' : 'entra-other',
    version: appId,
    asOf: '',
    ...(!isGraph && { resource: [appId, name === '' ? appId : name] satisfies [string, string] }),
    scopes: [...scopes.values()],
    sets: [],
    ops: [],
    also: [],
  };
}
