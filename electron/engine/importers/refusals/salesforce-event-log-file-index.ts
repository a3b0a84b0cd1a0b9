import { defineRefusal } from '../importer.ts';
import { scoreSignature } from '../keys.ts';

/** Rows of the EventLogFile object: which log files exist, not what is in them. */
export default defineRefusal({
  id: 'sf.eventlogfile.index',
  label: 'List of event log files (EventLogFile rows)',
  detect: (head) =>
    scoreSignature(head, {
      required: ['EventType', 'LogDate', 'LogFile|LogFileLength|LogFileContentType|LogFileFieldNames|Interval'],
      bonus: ['CreatedDate', 'Interval', 'Sequence'],
      against: ['TIMESTAMP_DERIVED', 'REQUEST_ID'],
    }),
  sentence:
    'this is the list of Salesforce log files (EventLogFile rows), not their contents. It holds no event and proves no use. Download the LogFile content of each row and import those files.',
});
