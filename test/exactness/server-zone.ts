/** A server whose own time zone has summer time. */

import type { DatabaseServer } from '../services/index.ts';

/** The row of the README's table. */
export const serverZone = {
  name: '`TIMESTAMP` on a server in a zone with summer time',
  tried: 'the hour that is twice in autumn, a `DEFAULT` in it, restored under another zone',
};

/** Gives the server Central Europe's zone of 2024, in the tables that it keeps zones in, as its own. */
export async function useZoneWithSummerTime(server: DatabaseServer): Promise<void> {
  await server.query(
    `USE mysql;
INSERT INTO time_zone (Time_zone_id, Use_leap_seconds) VALUES (9001, 'N');
INSERT INTO time_zone_name (Name, Time_zone_id) VALUES ('Test/Summer', 9001);
INSERT INTO time_zone_transition_type (Time_zone_id, Transition_type_id, \`Offset\`, Is_DST, Abbreviation)
  VALUES (9001, 0, 3600, 0, 'CET'), (9001, 1, 7200, 1, 'CEST');
INSERT INTO time_zone_transition (Time_zone_id, Transition_time, Transition_type_id)
  VALUES (9001, 1711846800, 1), (9001, 1729990800, 0);
SET GLOBAL time_zone = 'Test/Summer'`,
  );
}
