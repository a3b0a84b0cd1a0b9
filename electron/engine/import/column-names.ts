import type { MappingField } from '../../../shared/contract/imports.ts';

/** The words of a column name, without letter case, accents, punctuation and zone: `OAuth App-ID (UTC)` is `oauth app id`. */
export function columnWords(column: string): string {
  return column
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/ (?:utc|gmt)$| (?:s|d|b|t|g|dynamic|string)$/, '')
    .trim();
}

/** Names that columns of exporters go by in English, German, Spanish and French, without blanks; most telling first. */
const NAMES: Readonly<Record<MappingField, string>> = {
  connector:
    'clientid appid applicationid oauthappid oauthclientid consumerkey connectorid connectedappid integrationid installationid oauthid thirdpartyappid serviceprincipalid clientkey anwendungsid appkennung clientkennung anwendungskennung iddelaaplicacion idaplicacion iddeaplicacion idcliente iddecliente identifiantapplication idapplication iddelapplication identifiantclient identifiantdelapplication objectid',
  connectorName:
    'appname applicationname clientname displaytext appdisplayname clientdisplayname applicationdisplayname oauthapp oauthappname connectedapp thirdpartyapp thirdpartyapplication integrationname integration application app displayname service product anwendung anwendungsname appbezeichnung drittanbieterapp nombredelaaplicacion nombreaplicacion aplicacion nomdelapplication nomapplication applicationtierce client name nombre nom bezeichnung',
  publisher:
    'publisher publishername vendor vendorname developer developername verifiedpublisher supplier hersteller herausgeber anbieter entwickler proveedor desarrollador editor editeur fournisseur developpeur',
  verified:
    'verified publisherverified isverified verifiedpublisher verification verificationstatus certified certification certificationstatus verifiziert herausgeberverifiziert verificado verifie',
  principal:
    'useremail userprincipalname upn useremailaddress email emailaddress user username account accountemail principal principalname owneremail login actor actoremail subject grantedby authorizedby consentedby installedby addedby grantedto userid benutzer benutzername anwender nutzer konto benutzerkonto benutzerprinzipalname erteiltvon zugestimmtvon usuario nombredeusuario correo correoelectronico correodelusuario cuenta concedidopor utilisateur nomdutilisateur adresseemail courriel compte accordepar',
  scopes:
    'scopes scope permissions permission grantedscopes grantedpermissions oauthscopes apipermissions apiscopes privileges accessscopes scopelist access berechtigungen berechtigung erteilteberechtigungen bereiche zugriffsrechte rechte zugriff permisos permiso permisosconcedidos ambitos ambito alcances alcance autorisations portees portee droits permissionsaccordees',
  consentType:
    'consenttype granttype grantedvia permissiontype adminconsent isadminconsent adminconsented adminapproved allusers tenantwide consent consentedfor consentscope zustimmungstyp zustimmung administratorzustimmung adminzustimmung tipodeconsentimiento consentimiento consentimientodeadministrador consentimientodeladministrador typedeconsentement consentement consentementadministrateur',
  resource:
    'resource resourcename resourcedisplayname resourceapp api apiname audience targetapi targetresource ressource recurso',
  grantedAt:
    'grantedat granted grantedon granteddate dategranted authorizedat authorized authorizedon dateauthorized authorizationdate consentdate consentedat consentedon installedon installedat installdate installationdate addedon addedat dateadded firstseen firstseenat firstauthorized createdat created createdon createddate creationdate since erteiltam erteilt genehmigtam zugestimmtam zustimmungsdatum hinzugefugtam erstellt erstelltam erstelldatum erstmalsgesehen fechadeconcesion fechadeautorizacion fechadeconsentimiento concedido concedidoel autorizado autorizadoel creado creadoel fechadecreacion datedautorisation dateautorisation autorisele accordele creele dateconsentement datedeconsentement datedecreation',
  expiresAt:
    'expiresat expires expireson expiry expirydate expiration expirationdate validuntil ablaufdatum lauftabam lauftab ablauf gultigbis caduca caducidad vencimiento fechadecaducidad fechadevencimiento expirele dateexpiration datedexpiration',
  lastUsedAt:
    'lastusedat lastused lastusedon lastuseddate lastuse lastseen lastseenat lastactivity lastactivityat lastactivitydate lastaccess lastaccessed lastaccessedat lastaccesstime mostrecentuse mostrecentactivity recentactivity zuletztverwendet zuletztverwendetam zuletztgenutzt zuletztbenutzt zuletztgesehen letzteverwendung letztenutzung letzteaktivitat letzterzugriff ultimouso ultimaactividad ultimoacceso ultimavezusado derniereutilisation derniereactivite dernieracces',
  users:
    'usercount users numberofusers userscount nofusers consentedusers activeusers totalusers authorizedusers anzahlbenutzer anzahlderbenutzer benutzeranzahl anzahlnutzer numerodeusuarios cantidaddeusuarios usuarios nombredutilisateurs utilisateurs',
  time: 'timestamp time eventtime eventtimestamp eventdate datetime date createddatetime timegenerated activitydatetime occurredat occurred loggedat zeit zeitpunkt zeitstempel datum uhrzeit fecha fechayhora hora marcadetiempo heure dateetheure horodatage',
  event:
    'eventtype event eventname eventaction action activity activitytype activityname ereignis ereignistyp aktion aktivitat evento tipodeevento accion actividad evenement typedevenement activite',
  operation:
    'operation operationname method apimethod methodname apicall endpoint route requesturi requestpath vorgang methode operacion metodo',
  result:
    'result status statuscode outcome responsecode httpstatus resultstatus eventresult ergebnis resultado estado resultat statut',
  ip: 'ipaddress ip clientip sourceip clientipaddress remoteaddress sourceaddress ipadresse direccionip adresseip',
  eventId: 'eventid uuid requestid recordid logid activityid correlationid ereignisid iddelevento id',
};

const APP = String.raw`\b(?:apps?|applications?|oauth|clients?|integrations?|connectors?|plugins?|anwendung\w*|aplicacion\w*|cliente)\b`;
const ID = String.raw`\b(?:id|ids|key|guid|identifier|kennung|identificador|identifiant)\b`;
const USE = String.raw`(?:us(?:e|ed|age)|access\w*|activ\w*|seen|verwend\w*|genutz\w*|nutzung|benutzt|gesehen|aktivitat|zugriff|uso|usad\w*|acceso|actividad|utilis\w*|acces)`;

/** For names that are on no list: what their words say. The first that fits counts. */
const RULES: readonly (readonly [MappingField, RegExp])[] = [
  ['connector', new RegExp(`${APP}.*${ID}|${ID}.*${APP}`)],
  ['lastUsedAt', new RegExp(String.raw`\b(?:last|latest|recent|zuletzt|letzt\w*|ultim\w*|dernier\w*)\b.*\b${USE}`)],
  ['expiresAt', /\b(?:expir\w*|valid until|ablauf\w*|gultig bis|caduc\w*|venc\w*)\b/],
  [
    'users',
    /\b(?:number|count|total|anzahl|numero|cantidad|nombre)\b.*\b(?:users?|benutzer|nutzer|usuarios|utilisateurs)\b|\busers? count\b/,
  ],
  ['verified', /\b(?:verified|certifi\w*|verifizier\w*|verificad\w*|verifie\w*)\b/],
  [
    'consentType',
    /\b(?:consent|grant|zustimmungs\w*|consentimiento|consentement)\b.*\b(?:type|typ|kind|tipo)\b|\b(?:admin\w*|tenant) ?(?:consent|wide|zustimmung)\b/,
  ],
  [
    'grantedAt',
    /\b(?:date|time|on|at|when|datum|am|fecha|el|le|first)\b.*\b(?:grant\w*|authori\w*|consent\w*|install\w*|added|created|erteil\w*|genehmig\w*|zustimm\w*|autori\w*|conce\w*|consent\w*|accord\w*|seen)\b|\b(?:grant(?:ed)?|authori[sz]\w*|consent(?:ed)?|install\w*|added|created|erteil\w*|genehmig\w*|zugestimmt|autori\w*|concedid\w*|accord\w*)\b.*\b(?:date|time|on|at|datum|am|fecha|el|le)\b/,
  ],
  [
    'publisher',
    /\b(?:publisher|vendor|developer|hersteller|herausgeber|anbieter|proveedor|desarrollador|editeur|fournisseur)\b/,
  ],
  [
    'scopes',
    /\b(?:scopes?|permissions?|privileges?|berechtigung\w*|zugriffsrechte|permisos|ambitos?|portees?|autorisations)\b/,
  ],
  ['ip', /\bip\b/],
  [
    'principal',
    /\b(?:users?|e ?mail|principal|account|owner|benutzer\w*|anwender|nutzer|konto|usuario|correo|cuenta|utilisateur|courriel|compte)\b/,
  ],
  ['time', /\b(?:timestamp|date|time|zeitpunkt|zeitstempel|datum|fecha|horodatage|heure)\b/],
  ['event', /\b(?:event|action|activity|ereignis|aktion|evento|accion|evenement)\b/],
  ['result', /\b(?:result|outcome|status|ergebnis|resultado|resultat)\b/],
  ['connectorName', new RegExp(APP)],
];

const PLACES: ReadonlyMap<string, readonly (readonly [MappingField, number])[]> = (() => {
  const places = new Map<string, (readonly [MappingField, number])[]>();
  for (const [field, names] of Object.entries(NAMES))
    for (const [place, name] of names.split(' ').entries()) {
      // Object.entries forgets that the keys of NAMES are the fields.
      const entry = [field as MappingField, place] as const;
      places.set(name, [...(places.get(name) ?? []), entry]);
    }
  return places;
})();

/** How well the name of a column fits each field, 0 to 0.9; fields that it does not fit are left out. */
export function nameFits(column: string): ReadonlyMap<MappingField, number> {
  const words = columnWords(column);
  const known = PLACES.get(words.replaceAll(' ', ''));
  if (known !== undefined) return new Map(known.map(([field, place]) => [field, 0.9 - Math.min(place, 40) * 0.005]));
  const rule = RULES.find(([, pattern]) => pattern.test(words));
  return rule === undefined ? new Map() : new Map([[rule[0], 0.6]]);
}
