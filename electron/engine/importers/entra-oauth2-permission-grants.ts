import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';

/** Graph `oauth2PermissionGrants`: delegated consent. It knows no grant time and no last use. */
export default defineImporter({
  id: 'entra.grants.graph',
  platform: 'entra',
  label: 'Delegated permission grants (Graph oauth2PermissionGrants)',
  system: 'Microsoft Entra, Graph oauth2PermissionGrants',
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
    const principal = record.text('principalId');
    const isTenantWide = consentType === 'allprincipals';
    if (!isTenantWide && principal === '') return { rejected: 'consentType Principal without principalId' };
    const expires = context.time(record.text('expiry'));
    const nativeId = record.text('id');
    return {
      facts: [
        {
          fact: 'grant',
          client: { space: 'sp', id: record.text('clientId') },
          kind: isTenantWide ? 'delegated-tenant' : 'delegated-user',
          principal: isTenantWide ? null : principal,
          resource: { space: 'sp', id: record.text('resourceId') },
          scopes: record.text('scope').split(/\s+/),
          ...(expires === null ? {} : { expiresAt: expires }),
          ...(nativeId === '' ? {} : { nativeId }),
        },
      ],
    };
  },
});
