/**
 * The embedded PostgreSQL's settings, each with its reason, given on its command line at every start so that a new
 * version of the program changes them without touching files. Sized for two cores and a few gigabytes shared with the
 * screener; a larger load belongs on a server of its own.
 */

/** Only part of the socket's name: nothing listens on a port. */
export const SOCKET_PORT = 5432;

export interface SettingsChoice {
  readonly socketDirectory: string;
  /** Sessions at once. Each that is open costs the server about 5 MB. */
  readonly connectionsMax: number;
  /** False for tests alone: a server that forgets when the machine does, and is faster for it. */
  readonly durable: boolean;
}

export function serverArguments(cluster: string, choice: SettingsChoice): readonly string[] {
  return ["-D", cluster, ...Object.entries(settingsOf(choice)).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

function settingsOf({ socketDirectory, connectionsMax, durable }: SettingsChoice): Readonly<Record<string, string | number>> {
  const disk = durable ? "on" : "off";
  return {
    // Reachable through one folder that only our account may enter.
    listen_addresses: "",
    unix_socket_directories: `"${socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
    port: SOCKET_PORT,
    max_connections: connectionsMax,

    // A committed order stays committed when the power goes.
    fsync: disk,
    synchronous_commit: disk,
    full_page_writes: disk,

    // The matters of a county fit in this; the system's page cache does the rest. Taken page by page, as it is used.
    shared_buffers: "128MB",
    // Sorts of a work list. Few sessions sort at once.
    work_mem: "8MB",
    maintenance_work_mem: "64MB",
    // Sizes the log on disk and how much is replayed after a crash: a hundred megabytes took half a second, measured on a busy machine.
    max_wal_size: "256MB",
    min_wal_size: "64MB",
    // What a crash left unwritten goes to disk with one call and not file by file, of which there are a thousand (Linux alone has it).
    recovery_init_sync_method: process.platform === "linux" ? "syncfs" : "fsync",
    // Spreads a checkpoint over most of the time to the next, so that commits do not wait behind it.
    checkpoint_completion_target: 0.9,

    // Short statements on two cores: helpers for one query take the core from the next, and compiling it takes longer than running it.
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    max_worker_processes: 2,
    max_logical_replication_workers: 0,
    jit: "off",
    // Reads come from memory nearly always; three more processes to wait for them are not worth their start.
    io_method: "sync",
    // An outbox and a work queue turn over quickly: old versions of their rows are cleared often and in small portions.
    autovacuum_naptime: "15s",
    autovacuum_max_workers: 2,
    // Large pages are for memory of other sizes; asking for them only makes a start fail differently.
    huge_pages: "off",

    // The log tells what became of the server and never what was in it: no statement, no parameter, no error of a statement
    // (its text may quote a value), no details. An error is given to the caller, who knows what may be shown.
    logging_collector: "off",
    log_destination: "stderr",
    log_min_messages: "log",
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
    log_statement: "none",
    log_min_duration_statement: -1,
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_checkpoints: "off",
    log_autovacuum_min_duration: -1,
    log_lock_waits: "off",
    log_line_prefix: "%m ",
    log_timezone: "UTC",
    timezone: "UTC",
  };
}
