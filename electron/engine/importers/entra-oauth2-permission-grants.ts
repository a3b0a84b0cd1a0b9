import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { scopeWords } from './parts/scope-words.ts';

/** Graph `oauth2PermissionGrants`: delegated consent. It knows no grant time and no last use. */
export default defineImporter({
  id: 'entra.grants.graph',
  platform: 'entra',
  label: 'Delegated permission grants (Graph oauth2PermissionGrants)',
  system: 'Microsoft Entra, Graph oauth2PermissionGrants',
  lists: 'tenant',
  fields: {
    id: { from: ['id', 'objectId'] },
    clientId: { from: ['clientId'], required: true },
    consentType: { from: ['consentType'], required: true },
    principalId: { from: ['principalId'] },
    resourceId: { from: ['resourceId'], required: true },
    scope: { from: ['scope'] },
    expiry: { from: ['expiryTime'] },
  },
  detect: (head) => {
    const context = head.kind === 'json' ? (head.envelope.get('@odata.context') ?? '') : '';
    return scoreSignature(head, {
      required: ['clientId', 'resourceId', 'consentType', 'scope'],
      bonus: ['id|objectId'],
      against: ['permissionType'],
      proof: /oauth2PermissionGrants/i.test(context) ? 'the name oauth2PermissionGrants in the page' : null,
    });
  },
  map: (record, context) => {
    const consentType = record.text('consentType').toLowerCase();
    if (consentType !== 'allprincipals' && consentType !== 'principal')
      return { rejected: `unknown consentType "${consentType.slice(0, 40)}"` };
    const clientId = record.text('clientId');
    const resourceId = record.text('resourceId');
    if (isPlaceholder(clientId)) return { rejected: 'clientId is a placeholder, not an id' };
    if (isPlaceholder(resourceId)) return { rejected: 'resourceId is a placeholder, not an id' };
    const principal = record.text('principalId');
    // A writer of CSV leaves out a column that is empty everywhere, so its absence is no fault of a tenant-wide grant.
    const isTenantWide = consentType === 'allprincipals';
    if (!isTenantWide && isPlaceholder(principal)) return { rejected: 'consentType Principal without principalId' };
    // The service ignores the expiry; years no grant lives to stand for "never" and are read as no time.
    const expires = context.time(record.text('expiry'));
    const nativeId = record.text('id');
    return {
      facts: [
        {
          fact: 'grant',
          client: { space: 'sp', id: clientId },
          kind: isTenantWide ? 'delegated-tenant' : 'delegated-user',
          principal: isTenantWide ? null : principal,
          resource: { space: 'sp', id: resourceId },
          scopes: scopeWords(record.text('scope')),
          ...(expires === null ? {} : { expiresAt: expires }),
          ...(isPlaceholder(nativeId) ? {} : { nativeId }),
        },
      ],
    };
  },
});
