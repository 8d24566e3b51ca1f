/** What stands around the content: header and footer. */

import type { Catalog } from '../catalog/model.ts';
import { commentText } from '../sql/identifier.ts';
import { serverIsAtLeast } from '../sql/server-version.ts';
import type { ServerInfo, SnapshotInfo } from '../summary.ts';
import { version } from '../version.ts';
import { type ReplicationOptions, renderReplication } from './replication.ts';

export interface FrameOptions extends ReplicationOptions {
  /** Leave out times, positions and versions that differ between dumps of the same data. */
  readonly skipDumpDate: boolean;
}

/**
 * The client's session while the dump is restored. Values are written for exactly these settings:
 * UTF-8 statements, UTC, backslash escapes, zeros that are no order for the next AUTO_INCREMENT,
 * dates as they were stored, engines as they were or an error, rows that are committed, and foreign
 * keys as older servers take them. MariaDB also takes rows that break a CHECK which is younger than
 * they are. The version comments are those of mysqldump, which other tools
 * look for.
 */
const sessionSettings = `
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
/*!40101 SET @OLD_AUTOCOMMIT=@@AUTOCOMMIT, AUTOCOMMIT=1 */;
/*!80400 SET @OLD_RESTRICT_FK=@@RESTRICT_FK_ON_NON_STANDARD_KEY, RESTRICT_FK_ON_NON_STANDARD_KEY=0 */;
SET @OLD_CHECKS=1 /*M!100201 , @OLD_CHECKS=@@CHECK_CONSTRAINT_CHECKS, CHECK_CONSTRAINT_CHECKS=0 */;
`;

const sessionRestored = `
SET @OLD_CHECKS=IFNULL(@OLD_CHECKS, 1) /*M!100201 , CHECK_CONSTRAINT_CHECKS=@OLD_CHECKS */;
/*!80400 SET RESTRICT_FK_ON_NON_STANDARD_KEY=@OLD_RESTRICT_FK */;
/*!40101 SET AUTOCOMMIT=@OLD_AUTOCOMMIT */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
`;

/**
 * MySQL 5.7 leaves a collation out of a definition where it is the default of its character set, and
 * that of utf8mb4 is another one in MySQL 8.
 */
function omitsDefaultCollations(server: ServerInfo): boolean {
  return server.flavor === 'mysql' && !serverIsAtLeast(server, 8);
}

const olderCollation = {
  before: `/*!80011 SET @OLD_DEFAULT_COLLATION=@@DEFAULT_COLLATION_FOR_UTF8MB4, DEFAULT_COLLATION_FOR_UTF8MB4=utf8mb4_general_ci */;
`,
  after: `/*!80011 SET DEFAULT_COLLATION_FOR_UTF8MB4=@OLD_DEFAULT_COLLATION */;
`,
};

export function renderHeader(
  catalog: Catalog,
  snapshot: SnapshotInfo,
  options: FrameOptions,
): string {
  const names = catalog.databases.map((database) => commentText(database.name)).join(', ');
  return [
    `-- MySQL dump by dumpstream ${version}`,
    '--',
    `-- Database: ${names}`,
    `-- Server version\t${commentText(catalog.server.version)}`,
    ...(options.skipDumpDate ? [] : snapshotLines(snapshot)),
    '-- ------------------------------------------------------',
    sessionSettings +
      (omitsDefaultCollations(catalog.server) ? olderCollation.before : '') +
      renderReplication(catalog.server, snapshot.position, options).before,
  ].join('\n');
}

function snapshotLines({ time, position }: SnapshotInfo): string[] {
  const lines = [`-- Snapshot: ${time.toISOString()}`];
  if (position?.file !== undefined) {
    const nearness = position.exact ? '' : ' (approximate)';
    lines.push(
      `-- Binary log: ${commentText(position.file)}, position ${position.position}${nearness}`,
    );
  }
  if (position?.gtid) lines.push(`-- GTID: ${commentText(position.gtid)}`);
  return lines;
}

/** Before the manifest and the end mark. */
export function renderFooter(
  catalog: Catalog,
  snapshot: SnapshotInfo,
  options: ReplicationOptions,
): string {
  const { after } = renderReplication(catalog.server, snapshot.position, options);
  const collation = omitsDefaultCollations(catalog.server) ? olderCollation.after : '';
  return `${after}${collation}${sessionRestored}`;
}
