package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

// start compares the start of the provider with that of one without resources.
func (b *bench) start(context.Context) error {
	rows := [][]string{{"", "start to schema answered", "CPU", "peak memory", "schema", "executable"}}
	for _, provider := range []struct{ name, path string }{
		{"this provider", b.provider},
		{"a provider without resources", b.empty},
	} {
		row, err := b.startRow(provider.path)
		if err != nil {
			return err
		}
		rows = append(rows, append([]string{provider.name}, row...))
	}
	printTable(b.out, rows)
	return nil
}

// startRow measures the time first and then, through the meter, the rest.
func (b *bench) startRow(path string) ([]string, error) {
	file, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	wall, schema, err := b.medianStart(func() *exec.Cmd { return exec.Command(path) })
	if err != nil {
		return nil, err
	}
	reports, err := os.MkdirTemp(b.dir, "reports-")
	if err != nil {
		return nil, err
	}
	if _, _, err := b.medianStart(func() *exec.Cmd { return b.metered(path, reports) }); err != nil {
		return nil, err
	}
	taken, err := readReports(reports)
	return []string{
		milliseconds(wall), milliseconds(taken.CPU / time.Duration(b.starts)), megabytes(taken.PeakMemory),
		count(schema) + " B", megabytes(file.Size()),
	}, err
}

// metered is the meter around a provider.
func (b *bench) metered(path, reports string) *exec.Cmd {
	command := exec.Command(b.meter())
	command.Env = append(os.Environ(), meteredVariable+"="+path, reportsVariable+"="+reports)
	return command
}

// medianStart is the time that half of all starts are slower than, and the
// size of the schema in bytes.
func (b *bench) medianStart(command func() *exec.Cmd) (wall time.Duration, schema int, err error) {
	var walls []time.Duration
	for range b.starts {
		if wall, schema, err = startOnce(command()); err != nil {
			return 0, 0, err
		}
		walls = append(walls, wall)
	}
	slices.Sort(walls)
	return walls[len(walls)/2], schema, nil
}

// startOnce starts a provider as the CLI does, asks for its schema and lets it
// end.
func startOnce(command *exec.Cmd) (wall time.Duration, schema int, err error) {
	// Some providers turn these logs off and others do not.
	command.Env = append(command.Environ(), "TF_LOG_SDK=OFF", "TF_LOG_SDK_PROTO=OFF", "TF_LOG_SDK_FRAMEWORK=OFF")
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion:  6,
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		Plugins:          plugin.PluginSet{"provider": connection{}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Cmd:              command,
		Logger:           hclog.NewNullLogger(),
	})
	defer client.Kill()
	started := time.Now()
	schema, err = schemaSize(client)
	return time.Since(started), schema, err
}

// schemaSize asks for the schema and counts its bytes. An empty message keeps
// all that it does not know, so it can take the place of the real ones.
func schemaSize(client *plugin.Client) (int, error) {
	protocol, err := client.Client()
	if err != nil {
		return 0, err
	}
	dispensed, err := protocol.Dispense("provider")
	if err != nil {
		return 0, err
	}
	conn, isConnection := dispensed.(*grpc.ClientConn)
	if !isConnection {
		return 0, errors.New("the plugin is not what it was asked for")
	}
	var schema emptypb.Empty
	err = conn.Invoke(context.Background(), "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &schema)
	return proto.Size(&schema), err
}

// connection is a plugin of which only the connection is wanted.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

// GRPCClient returns the connection.
func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}

// GRPCServer refuses: this is a client.
func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("this is no server")
}
