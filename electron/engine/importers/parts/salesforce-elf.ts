import type { CsvHead, JsonHead } from '../../reading/types.ts';
import { defineImporter, type Detection, type Importer, type LogDeclaration } from '../importer.ts';
import { scoreSignature } from '../keys.ts';
import { ELF_FIELDS, type ElfField } from './salesforce-elf-fields.ts';
import { mapElf } from './salesforce-elf-map.ts';
import { type ElfTypes, elfTypesOf, OWN_ELF_TYPES, type OwnElfType } from './salesforce-elf-types.ts';

const SYSTEM = 'Salesforce, EventLogFile';
const RETENTION = '30 days with Event Monitoring, otherwise 1 day';
/** Daily files are written the day after. */
const LATENCY_HOURS = 24;

/** The importer for event log files of one type. */
export function elfImporter(type: OwnElfType, what: string): Importer {
  return defineImporter<ElfField>({
    id: `sf.elf.${type}`,
    platform: 'salesforce',
    label: `Event log file ${type} (${what})`,
    system: SYSTEM,
    log: logOfType(type),
    fields: ELF_FIELDS,
    detect: (head) => detectElf(head, ({ known, hasOthers }) => known.size === 1 && known.has(type) && !hasOthers),
    map: (record, context) => mapElf(record, context, type),
  });
}

/** The importer for event logs of several types, and for event objects that have no importer of their own. */
export function elfMixedImporter(): Importer {
  return defineImporter<ElfField>({
    id: 'sf.elf.mixed',
    platform: 'salesforce',
    label: 'Event log of several types',
    system: SYSTEM,
    log: (head) => {
      const { known } = elfTypesOf(head);
      return {
        id: 'sf.elf.mixed',
        family: 'sf.elf',
        label: 'Salesforce event log (several types)',
        grade: [...known].some((type) => type !== 'Login') ? 'Q1' : 'Q2',
        retention: RETENTION,
        latencyHours: LATENCY_HOURS,
      };
    },
    fields: ELF_FIELDS,
    detect: (head) =>
      detectElf(head, ({ known, hasOthers }) => {
        const own = OWN_ELF_TYPES.filter((type) => known.has(type));
        return known.size > 0 && !(known.size === 1 && own.length === 1 && !hasOthers);
      }),
    map: (record, context) => mapElf(record, context, null),
  });
}

/** The importer for event log files of types that say nothing about the use of apps. */
export function elfOtherImporter(): Importer {
  return defineImporter<ElfField>({
    id: 'sf.elf.other',
    platform: 'salesforce',
    label: 'Event log file of another type (says nothing about app use)',
    system: SYSTEM,
    fields: ELF_FIELDS,
    detect: (head) => detectElf(head, ({ known, hasOthers }) => known.size === 0 && hasOthers),
    map: (record, context) => mapElf(record, context, null),
  });
}

function logOfType(type: OwnElfType): LogDeclaration {
  return {
    id: `sf.elf.${type}`,
    family: 'sf.elf',
    label: `Salesforce event log (${type})`,
    grade: type === 'Login' ? 'Q2' : 'Q1',
    retention: RETENTION,
    latencyHours: LATENCY_HOURS,
  };
}

function detectElf(head: CsvHead | JsonHead, fits: (types: ElfTypes) => boolean): Detection {
  const types = elfTypesOf(head);
  if (types.known.size === 0 && !types.hasOthers) return { score: 0, reason: 'names no event type' };
  if (!fits(types)) return { score: 0, reason: 'holds events of other types' };
  const names = [...types.known].toSorted();
  const proof = names.length === 0 ? null : `event type ${names.slice(0, 4).join(', ')}`;
  const file = scoreSignature(head, {
    required: ['EVENT_TYPE', 'TIMESTAMP|TIMESTAMP_DERIVED', 'ORGANIZATION_ID'],
    bonus: ['REQUEST_ID', 'USER_ID', 'TIMESTAMP_DERIVED', 'USER_ID_DERIVED|RUN_TIME'],
    proof,
  });
  const object = scoreSignature(head, {
    required: ['Timestamp|EventDate', 'RequestIdentifier|EventIdentifier'],
    bonus: ['UserIdentifier|UserId', 'LoginKey', 'ConnectedAppIdentifier|ConnectedAppId'],
    proof,
  });
  return file.score >= object.score ? file : object;
}
