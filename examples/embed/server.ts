/** Starts the service with settings from the environment. */

import { createDumpService } from './dump-service.ts';

const { DATABASE_URL, DOWNLOAD_TOKEN, PORT = '8080' } = process.env;
if (!DATABASE_URL || !DOWNLOAD_TOKEN) {
  console.error('Set DATABASE_URL (mysql://user:password@host/database) and DOWNLOAD_TOKEN.');
  process.exit(2);
}

const service = createDumpService({
  dump: { connection: DATABASE_URL },
  token: DOWNLOAD_TOKEN,
  onError: (error) => console.error(error instanceof Error ? error.message : error),
});
service.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${PORT}/dump.sql.gz`);
});

// Downloads are cut, which ends their dumps; then nothing keeps the process.
process.once('SIGTERM', () => {
  service.close();
  service.closeAllConnections();
});
