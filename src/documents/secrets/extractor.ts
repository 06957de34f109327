import type { Extractor } from '../../facts/file-facts';
import { environmentVariables } from './environment';
import { isEnvironmentFile, isSearched } from './places';
import { maskSecrets, scanSecrets } from './scan';
import { secretSigns } from './signs';

/** Searches every file of text for credentials, and for signs of how the repository keeps them. */
export const secretsExtractor: Extractor<'secrets'> = {
  part: 'secrets',
  handles: isSearched,
  // Bundles of servers with all their dependencies reach tens of megabytes; they are what users run.
  maxBytes: 64 * 1_048_576,
  mask: maskSecrets,
  extract: (path, text) => {
    const hits = scanSecrets(path, text);
    return {
      hits,
      signs: secretSigns(path, text),
      ...(isEnvironmentFile(path) && { variables: environmentVariables(text, hits) }),
    };
  },
};
