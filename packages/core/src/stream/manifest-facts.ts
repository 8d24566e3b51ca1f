/** What the manifest of a dump tells, but for where its compressed pieces are. */

import type { Catalog } from '../catalog/model.ts';
import type {
  Manifest,
  ManifestOptions,
  ManifestOptionValue,
  ManifestPosition,
} from '../manifest/manifest.ts';
import { policyDigest } from '../mask/canonical-policy.ts';
import type { DumpOptions } from '../options.ts';
import { namesDatabases } from '../plan/sections.ts';
import type { BinlogPosition, SnapshotInfo } from '../summary.ts';
import { version } from '../version.ts';
import type { TextFacts } from './manifest-sections.ts';

export type ManifestFacts = Omit<Manifest, 'pieces'>;

/**
 * Whether an option says what is in a dump and how it is written. The connection is nobody's
 * business; how rows are read makes no difference to the text.
 */
const isTold: Readonly<Record<keyof DumpOptions, boolean>> = {
  connection: false,
  waitForServer: false,
  // Their names stand in the manifest.
  databases: false,
  allDatabases: true,
  addDropDatabase: true,
  noCreateDb: true,
  tables: true,
  ignoreTables: true,
  where: true,
  // The manifest has their digest, and nothing of the key.
  mask: false,
  maskKey: false,
  subset: true,
  noData: true,
  noCreateInfo: true,
  addDropTable: true,
  completeInsert: true,
  insertIgnore: true,
  replace: true,
  hexBlob: true,
  triggers: true,
  views: true,
  brokenViews: true,
  routines: true,
  events: true,
  users: true,
  skipDefiner: true,
  sourceData: true,
  setGtidPurged: true,
  skipDumpDate: true,
  netBufferLength: true,
  chunkBytes: false,
  parallel: false,
  lockTimeout: false,
  maxRate: false,
  threads: false,
  parallelFallback: false,
  compress: false,
  compressionLevel: false,
  signal: false,
};

export function manifestFacts(
  { server, databases }: Pick<Catalog, 'databases' | 'server'>,
  { time, position }: SnapshotInfo,
  options: DumpOptions,
  text: TextFacts,
): ManifestFacts {
  const snapshot = {
    time: time.toISOString(),
    ...(position === undefined ? {} : { position: positionOf(position) }),
  };
  return {
    format: 1,
    version,
    server: { flavor: server.flavor, version: server.version },
    ...(options.skipDumpDate ? {} : { snapshot }),
    databases: databases.map(({ name }) => name),
    namesDatabases: namesDatabases(options),
    options: toldOptions(options),
    ...(options.mask === undefined ? {} : { mask: policyDigest(options.mask) }),
    ...text,
  };
}

/** Those that were given, in an order of their own. */
function toldOptions(options: DumpOptions): ManifestOptions {
  // A condition may hold values of columns that are masked.
  const { where, subset, ...others } = options;
  const withConditions =
    options.mask === undefined ? { where, subset: subset && JSON.stringify(subset) } : {};
  const told: object = {
    ...(subset === undefined ? {} : { subset: true }),
    ...others,
    ...withConditions,
  };
  const given: Partial<Record<string, ManifestOptionValue>> = Object.fromEntries(
    Object.entries(told).filter(([name]) => isTold[name as keyof DumpOptions]),
  );
  return Object.fromEntries(
    Object.keys(isTold).flatMap((name): [string, ManifestOptionValue][] => {
      const value = given[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function positionOf({ file, position, gtid, exact }: BinlogPosition): ManifestPosition {
  return {
    ...(file === undefined ? {} : { file }),
    ...(position === undefined ? {} : { position }),
    ...(gtid === undefined ? {} : { gtid }),
    exact,
  };
}
