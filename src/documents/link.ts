import type { DeploymentFact } from '../facts/deployment';
import type { DocumentFact, VirtualFile } from '../facts/documents';
import type { Extractor, FileFacts, FilePart } from '../facts/file-facts';
import type { Facts } from '../facts/facts';
import type { TraitSignals } from '../facts/traits';
import { seen, type Gap } from '../model/seen';
import { deploymentExtractor } from './deployment/extractor';
import { linkPackages } from './linking/packages';
import { linkSetup } from './linking/setup';
import { documentTraits } from './linking/traits';
import { lockExtractor } from './manifests/lock';
import { otherManifestExtractor } from './manifests/other';
import { manifestExtractor } from './manifests/package-json';
import { registryExtractor } from './manifests/registry';
import { tsconfigExtractor } from './manifests/tsconfig';
import { clientConfigExtractor, documentExtractor } from './markdown/extractor';
import { documentKind } from './markdown/kind';
import { secretsExtractor } from './secrets/extractor';
import { linkSecrets } from './secrets/link';

/** Everything that reads files which are no program code. */
export const documentExtractors: readonly Extractor[] = [
  documentExtractor, clientConfigExtractor, manifestExtractor, lockExtractor, tsconfigExtractor, otherManifestExtractor, registryExtractor,
  deploymentExtractor, secretsExtractor,
];

/** What linking needs besides the files. */
export interface LinkContext {
  /** The judged folder relative to the root, without a trailing slash; empty for the root. */
  readonly workingDirectory: string;
}

/** What the documents, manifests and deployment files of a revision say together. */
export interface LinkedDocuments extends Pick<Facts, 'documents' | 'packages' | 'setup' | 'deployments' | 'secrets'> {
  readonly traits: TraitSignals;
  /** Program code in documents, for the readers of its languages. */
  readonly virtualFiles: readonly VirtualFile[];
}

/** Joins the parts of files into facts. Files of tests and of others' code are left out; what could not be read is a gap of its fact. */
export function linkDocuments(files: readonly FileFacts[], context: LinkContext): LinkedDocuments {
  const packages = linkPackages(files, context.workingDirectory);
  const documents = documentsOf(files);
  const deployments = deploymentsOf(files);
  return {
    documents: seen(documents, gapsOf(files, documentExtractor)),
    packages: seen(packages, [...gapsOf(files, manifestExtractor), ...gapsOf(files, lockExtractor), ...gapsOf(files, registryExtractor)]),
    setup: seen(linkSetup(files, packages, documents), gapsOf(files, documentExtractor)),
    deployments: seen(deployments, gapsOf(files, deploymentExtractor)),
    secrets: seen(linkSecrets(files, deployments), gapsOf(files, secretsExtractor).filter(isOfThisRepository)),
    traits: documentTraits(files, packages, documents, deployments),
    virtualFiles: documents.flatMap(codeOf),
  };
}

function documentsOf(files: readonly FileFacts[]): readonly DocumentFact[] {
  return files.flatMap(({ path, size, kind, parts }) => (parts.document ? [{ ...parts.document, path, size, fileKind: kind, kind: documentKind(path) }] : []));
}

/** Examples of deployment deploy nothing. */
function deploymentsOf(files: readonly FileFacts[]): readonly DeploymentFact[] {
  return files.flatMap(({ path, kind, parts }) => (parts.deployment && /^(product|script|generated)$/.test(kind) ? [{ ...parts.deployment, path }] : []));
}

/** Files that an extractor should have read and has not, with the reason. */
function gapsOf(files: readonly FileFacts[], extractor: Extractor): readonly Gap[] {
  const part: FilePart = extractor.part;
  return files.flatMap((file) => (file.gaps.length > 0 && file.kind !== 'vendored' && file.kind !== 'test' && extractor.handles(file.path) && !(part in file.parts) ? file.gaps : []));
}

/** What Git keeps elsewhere is no text of this repository: other repositories, and large files of data. */
function isOfThisRepository({ why }: Gap): boolean {
  return !/submodule|Git LFS/.test(why);
}

/** Blocks of a document that hold program code; configuration and commands were read with the document. */
function codeOf({ path, fences }: DocumentFact): readonly VirtualFile[] {
  return fences.flatMap(({ language, line, text }) => (language !== undefined && CODE.test(language) ? [{ path, line, language, text }] : []));
}

const CODE = /^(js|javascript|mjs|cjs|jsx|ts|typescript|mts|cts|tsx|node|python|py|go|golang|rust|rs|java|kotlin|kt|csharp|cs|ruby|rb|php|swift|sql|graphql|html)$/;
