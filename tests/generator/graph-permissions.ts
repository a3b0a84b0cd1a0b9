/** Application id of Microsoft Graph, the same in every tenant. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
/** Application id of Office 365 Exchange Online. */
export const EXCHANGE_APP_ID = '00000002-0000-0ff1-ce00-000000000000';

/** Permission GUIDs of Microsoft Graph: [name, delegated id, application id]; an empty id means that kind does not exist. */
export const GRAPH_PERMISSIONS: readonly (readonly [name: string, delegated: string, application: string])[] = [
  ['openid', '37f7f235-527c-4136-accd-4a02d197296e', ''],
  ['profile', '14dad69e-099b-42c9-810b-d002981feec1', ''],
  ['email', '64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0', ''],
  ['offline_access', '7427e0e9-2fba-42fe-b0c0-848c9e6a8182', ''],
  ['User.Read', 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', ''],
  ['User.ReadBasic.All', 'b340eb25-3456-403f-be2f-af7a0d370277', '97235f07-e226-4f63-ace3-39588e11d3a1'],
  ['User.Read.All', 'a154be20-db9c-4678-8ab7-66f6cc099a59', 'df021288-bdef-4463-88db-98f22de89214'],
  ['User.ReadWrite.All', '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4', '741f803b-c850-494e-b5df-cde7c675a1ca'],
  ['Group.Read.All', '5f8c59db-677d-491f-a6b8-5f174b11ec1d', '5b567255-7703-4780-807c-7be8301ae99b'],
  ['GroupMember.ReadWrite.All', 'f81125ac-d3b7-4573-a3b2-7099cc39df9e', 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695'],
  ['GroupMember.Read.All', 'bc024368-1153-4739-b217-4326f2e966d0', '98830695-27a2-44f7-8c18-0c3ebc9698f6'],
  ['Directory.Read.All', '06da0dbc-49e2-44d2-8312-53f166ab848a', '7ab1d382-f21e-4acd-a863-ba3e13f7da61'],
  ['Mail.ReadBasic', 'a4b8392a-d8d1-4954-a029-8e668a39a170', '6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a'],
  ['Mail.Read', '570282fd-fa5c-430d-a7fd-fc8dc98a9dca', '810c84a8-4a9e-49e6-bf7d-12d183f40d01'],
  ['Mail.ReadWrite', '024d486e-b451-40bb-833d-3e66d98c5c73', 'e2a3a72e-5f79-4c64-b1b1-878b674786c9'],
  ['Mail.Send', 'e383f46e-2787-4529-855e-0e479a3ffac0', 'b633e1c5-b582-4048-a93e-9f11b44c7e96'],
  ['MailboxSettings.Read', '87f447af-9fa4-4c32-9dfa-4a57a73d18ce', '40f97065-369a-49f4-947c-6a255697ae91'],
  ['Calendars.Read', '465a38f9-76ea-45b9-9f34-9e8b0d4b0b42', '798ee544-9d2d-430c-a058-570e29e34338'],
  ['Calendars.ReadWrite', '1ec239c2-d7c9-4623-a91a-a9775856bb36', 'ef54d2bf-783f-4e0f-bca1-3210c0444d99'],
  ['Contacts.Read', 'ff74d97f-43af-4b68-9f2a-b77ee6968c5d', '089fe4d0-434a-44c5-8827-41ba8a0b17f5'],
  ['Contacts.ReadWrite', 'd56682ec-c09e-4743-aaf4-1a3aac4caa21', '6918b873-d17a-4dc1-b314-35f528134491'],
  ['People.Read', 'ba47897c-39ec-4d83-8086-ee8256fa737d', ''],
  ['Place.Read.All', 'cb8f45a0-5c2e-4ea1-b803-84b870a7d7ec', '913b9306-0ce1-42b8-9137-6a7df690a760'],
  ['Tasks.ReadWrite', '2219042f-cab5-40cc-b0d2-16b1540b4c5f', ''],
  ['Notes.Read', '371361e4-b9e2-4a3f-8315-2a301a3b0a3d', ''],
  ['Files.Read', '10465720-29dd-4523-a11a-6a75c743c9d9', ''],
  ['Files.Read.All', 'df85f4d6-205c-4ac5-a5ea-6bf408dba283', '01d4889c-1287-42c6-ac1f-5d1e02578ef6'],
  ['Files.ReadWrite', '5c28f0bf-8a70-41f1-8ab2-9032436ddb65', ''],
  ['Files.ReadWrite.All', '863451e7-0667-486c-a5d6-d135439485f0', '75359482-378d-4052-8f01-80520e7db3cd'],
  ['Sites.Read.All', '205e70e5-aba6-4c52-a976-6d2d46c48043', '332a536c-c7ef-4017-ab91-336970924f0d'],
  ['Sites.Selected', 'f89c84ef-20d0-4b54-87e9-02e856d66d53', '883ea226-0bf2-4a8f-9f9d-92c9162a727d'],
  ['OnlineMeetings.Read', '9be106e1-f4e3-4df5-bdff-e4bc531cbe43', ''],
  ['OnlineMeetings.ReadWrite', 'a65f2972-a4f8-4f5e-afd7-69ccb046d5dc', ''],
  ['OnlineMeetingTranscript.Read.All', '30b87d18-ebb1-45db-97f8-82ccb1f0190c', 'a4a80d8d-d283-4bd8-8504-555ec3870630'],
  ['Team.ReadBasic.All', '485be79e-c497-4b35-9400-0e3fa7f2a5d4', '2280dda6-0bfd-44ee-a2f4-cb867cfc4c1e'],
  ['Channel.ReadBasic.All', '9d8982ae-4365-4f57-95e9-d6032a4c0b87', '59a6b24b-4225-4393-8165-ebaec5f55d7a'],
  ['ChannelMessage.Send', 'ebf0f66e-9fb1-49e4-a278-222f76911cf4', ''],
  ['Chat.Read', 'f501c180-9344-439a-bca0-6cbf209fd270', ''],
  ['Presence.Read.All', '9c7a330d-35b3-4aa1-963d-cb2b9f927841', 'a70e0c2d-e793-494c-94c4-118fa0a67f42'],
  ['Reports.Read.All', '02e97553-ed7b-43d0-ab3c-f8bace0d040c', '230c1aed-a721-4c5d-9cb4-a90514e508ef'],
  ['AuditLog.Read.All', 'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20', 'b0afded3-3588-46d8-8b3d-9842eff778da'],
  ['SecurityAlert.Read.All', 'bc257fb8-46b4-4b15-8713-01e91bfbe4ea', '472e4a4d-bb4a-4026-98d1-0b0d74cb74a5'],
  ['IdentityRiskyUser.Read.All', 'd04bb851-cb7c-4146-97c7-ca3e71baf56c', 'dc5007c0-2d7d-4c42-879c-2dab87571379'],
  ['Organization.Read.All', '4908d5b9-3fb2-4b1e-9336-1888b7937185', '498476ce-e0fe-48b0-b801-37ba7e2685c6'],
  ['Application.Read.All', 'c79f8feb-a9db-4090-85f9-90d820caa0eb', '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30'],
  ['Policy.Read.All', '572fea84-0151-49b2-9301-11cb16974376', '246dd0d5-5bd0-4def-940b-0421030a5b68'],
];

/** The application permission id of a Graph permission. Throws when Graph has none by that name. */
export function applicationRoleId(name: string): string {
  const id = GRAPH_PERMISSIONS.find((permission) => permission[0] === name)?.[2];
  if (!id) throw new Error(`Microsoft Graph has no application permission ${name}.`);
  return id;
}
