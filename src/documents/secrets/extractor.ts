import type { Extractor } from '../../facts/file-facts';
import { environmentVariables } from './environment';
import { isEnvironmentFile, isSearched } from './places';
import { scanSecrets } from './scan';
import { secretSigns } from './signs';

/** Searches every file of text for credentials, and for signs of how the repository keeps them. */
export const secretsExtractor: Extractor<'secrets'> = {
  part: 'secrets',
  handles: isSearched,
  // Bundles of servers with all their dependencies reach ten megabytes; they are what users run.
  maxBytes: 16 * 1_048_576,
  extract: (path, text) => {
    const hits = scanSecrets(path, text);
    return {
      hits,
      signs: secretSigns(path, text),
      ...(isEnvironmentFile(path) && { variables: environmentVariables(text, hits) }),
    };
  },
};
