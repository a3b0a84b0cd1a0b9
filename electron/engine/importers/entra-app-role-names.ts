import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isGuid } from './parts/json-cells.ts';
import { apiByName } from './parts/microsoft-apis.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { isPermissionName } from './parts/scope-words.ts';

/**
 * App role assignments of one app with their names resolved, as assessment tools keep them: resource and role, but not
 * the app, which the user has to name. The same role name, and even the same role id, exists on several resources.
 */
export default defineImporter({
  id: 'entra.approles.app',
  platform: 'entra',
  label: 'Application permissions of one app (names resolved)',
  system: 'Microsoft Entra, app role assignments of one app',
  lists: 'connector',
  asksSubject: 'Which app are these permissions of? Give its application id.',
  fields: {
    roleId: { from: ['appRoleId'], required: true },
    resourceName: { from: ['resourceDisplayName'], required: true },
    roleName: { from: ['roleDisplayName', 'appRoleDisplayName'] },
    created: { from: ['createdDateTime'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['appRoleId', 'resourceDisplayName', 'roleDisplayName|appRoleDisplayName'],
      against: ['principalId', 'permissionType', 'clientObjectId'],
    }),
  map: (record, context) => {
    const subject = context.subject.trim();
    if (isPlaceholder(subject))
      return { rejected: 'the file does not say which app the permissions belong to, and nobody stated it' };
    if (!isGuid(subject)) return { rejected: 'the stated app is no application id' };
    const role = record.text('roleName');
    const roleId = record.text('roleId').toLowerCase();
    const granted = context.time(record.text('created'));
    return {
      facts: [
        {
          fact: 'grant',
          client: { space: 'app', id: subject },
          kind: 'application',
          principal: null,
          ...apiByName(record.text('resourceName')),
          ...(isPermissionName(role) ? { scopes: [role] } : { scopes: [], scopeIds: [roleId] }),
          ...(granted === null ? {} : { grantedAt: granted }),
        },
      ],
    };
  },
});
