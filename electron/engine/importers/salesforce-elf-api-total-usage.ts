import { elfImporter } from './parts/salesforce-elf.ts';

/** Calls to all APIs that count against the limit, with the connected app; newer releases add its name. */
export default elfImporter('ApiTotalUsage', 'all API calls');
