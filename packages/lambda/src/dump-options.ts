/** The settings as the options of `dump()`. */

import type { CompressionName, DumpOptions } from '@dumpstream/core';
import type { Configuration } from './configuration/configuration.ts';
import type { DatabaseAccess } from './database/database-access.ts';
import { given } from './given.ts';
import { subsetOptions } from './subset.ts';
import { waitForServer } from './wait-for-server.ts';

/** The compression chosen. */
export function compressionOf(configuration: Configuration): CompressionName {
  const name = configuration.text('compress');
  return name === 'zstd' || name === 'none' ? name : 'gzip';
}

/** The options of the dump, without a signal: whoever reads the stream ends it. */
export function dumpOptions(
  configuration: Configuration,
  access: DatabaseAccess,
  remaining: number,
): DumpOptions {
  const level = configuration.integer('compressionLevel');
  // A level is chosen for a method; an event that chooses the method gets that one's default.
  const hasLevel = level !== undefined && !configuration.isFromEvent('compress');
  const options = {
    tables: configuration.list('tables'),
    ignoreTables: configuration.list('ignoreTables'),
    where: configuration.text('where'),
    // An event may ask for a dump without rows, of which there is no part.
    subset: configuration.flag('noData') ? undefined : subsetOptions(configuration),
    noData: configuration.flag('noData'),
    triggers: configuration.flag('triggers'),
    views: configuration.flag('views'),
    routines: configuration.flag('routines'),
    events: configuration.flag('events'),
    allDatabases: configuration.flag('allDatabases'),
    addDropDatabase: configuration.flag('addDropDatabase'),
    noCreateDb: configuration.flag('noCreateDb'),
    skipDefiner: configuration.flag('skipDefiner'),
    users: configuration.flag('users'),
    brokenViews: configuration.text('brokenViews') as DumpOptions['brokenViews'],
    sourceData: configuration.integer('sourceData') as DumpOptions['sourceData'],
    setGtidPurged: configuration.text('setGtidPurged') as DumpOptions['setGtidPurged'],
    compressionLevel: hasLevel ? level : undefined,
    parallel: configuration.integer('parallel'),
    maxRate: configuration.integer('maxRate'),
    lockTimeout: configuration.integer('lockTimeout'),
    waitForServer: waitForServer(configuration, remaining),
    parallelFallback: configuration.text('parallelFallback') as DumpOptions['parallelFallback'],
  };
  return {
    connection: access.connection,
    compress: compressionOf(configuration),
    ...given(options),
  };
}
