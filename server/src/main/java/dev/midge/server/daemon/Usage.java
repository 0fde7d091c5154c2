package dev.midge.server.daemon;

/** The texts of {@code --help} and {@code --help_tls}. */
final class Usage {

    static final String TEXT = """

            Usage: nats-server [options]

            Server Options:
                -a, --addr, --net <host>         Address to listen on (default: 0.0.0.0)
                -p, --port <port>                Port for clients, -1 for any free one (default: 4222)
                -n, --name,
                    --server_name <name>         Name of this server (default: its id)
                -P, --pid <file>                 Write the process id to this file
                -m, --http_port <port>           Port for monitoring over http
                -ms,--https_port <port>          Port for monitoring over https (not supported yet)
                -c, --config <file>              Configuration file
                -t                               Check the configuration file and exit
                -sl,--signal <signal>[=<pid>]    Send a signal to a running nats-server and exit:
                                                 stop, quit, term, reopen, reload, ldm;
                                                 <pid> is a process id, a pid file or a prefix such as 12*
                    --ignore-unsupported         Start without options that are not supported yet, with a warning for each
                    --client_advertise <address> Address that clients are told to use
                    --ports_file_dir <dir>       Write the ports in use to <dir>/nats-server_<pid>.ports

            Logging Options:
                -l, --log <file>                 Log to this file instead of stderr
                -T, --logtime                    Begin log lines with the time (default: true)
                    --logtime_utc                Log in UTC instead of local time (default: false)
                    --log_format <format>        text (default), or json: one object a line
                -s, --syslog                     Log to the syslog of this machine
                -r, --remote_syslog <address>    Log to a syslog at udp://host:port, tcp://host:port
                                                 or unix:///path
                -D, --debug                      Log debug lines
                -V, --trace                      Log the protocol as it passes
                -VV                              Log the protocol, system account included
                -DV                              Debug and trace
                -DVV                             Debug and trace, system account included
                    --log_size_limit <bytes>     Move the log file away at this size
                    --max_traced_msg_len <bytes> Cut traced payloads at this length (default: 0, never)

            JetStream Options:
                -js, --jetstream                 No effect: there is no JetStream yet
                -sd, --store_dir <dir>           No effect: there is no JetStream yet

            Authorization Options:
                    --user <user>                User that every client must log in as
                    --pass <password>            Password that goes with it
                    --auth <token>               Token that every client must present
                    --auth_timeout <seconds>     Time a client has to log in (default: 2)

            TLS Options:
                    --tls                        TLS for clients (not supported yet)
                    --tlscert <file>             Certificate of the server (not supported yet)
                    --tlskey <file>              Private key of the server (not supported yet)
                    --tlsverify                  Ask clients for certificates (not supported yet)
                    --tlscacert <file>           Authority that clients are checked against (not supported yet)

            Cluster Options:
                    --routes <url, url>          Servers to join (not supported yet)
                    --cluster <url>,
                    --cluster_listen <url>       Address for routes (no effect yet)
                    --cluster_name <name>        Name of the cluster (no effect yet)
                    --no_advertise               Do not tell clients about other servers (no effect yet)
                    --cluster_advertise <addr>   Address that other servers are told to use (no effect yet)
                    --connect_retries <number>   Attempts per route (no effect yet)

            Profiling Options:
                    --profile <port>             No effect: there is no Go profiler here

            Tools, in place of a server:
                -k <type>                        Make a key pair: user, account, operator, server, cluster, curve
                    --healthcheck                Exit 0 if the server that these flags would start is there
                passwd [options]                 Make the bcrypt hash of a password (passwd -h: options)
                nk [options]                     Make keys, sign and verify as the nk command does (nk -h: options)

            Common Options:
                -h, --help                       Show this text
                -v, --version                    Show the version
                    --help_tls                   Show help on TLS
            """;

    static final String TLS_TEXT = """

            TLS is not supported yet. When it is, it will be configured as in nats-server, in a block of the
            configuration file:

                tls {
                    cert_file: "./certs/server-cert.pem"
                    key_file:  "./certs/server-key.pem"
                    ca_file:   "./certs/ca.pem"
                    verify:    true
                }

            Until then, end TLS in front of the server, for example with a proxy on the same host.
            """;

    private Usage() {}
}
