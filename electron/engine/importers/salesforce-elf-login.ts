import { elfImporter } from './parts/salesforce-elf.ts';

/** Sign-ins; those at the token address are tokens given to apps, which the record does not name. */
export default elfImporter('Login', 'sign-ins');
