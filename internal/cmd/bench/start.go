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

// start compares the start of the provider with that of a provider without resources.
// It starts the two alternately, so that other load on the machine affects both.
func (b *bench) start(context.Context) error {
	providers := []*starter{{name: "this provider", path: b.provider}, {name: "a provider without resources", path: b.empty}}
	for range b.starts {
		for _, s := range providers {
			if err := s.start(exec.Command(s.path)); err != nil {
				return err
			}
		}
	}
	rows := [][]string{{"", "start to schema answered", "CPU", "peak memory", "schema", "executable"}}
	for _, s := range providers {
		row, err := b.startRow(s)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	printTable(b.out, rows)
	return nil
}

// starter is a provider and the results of its starts.
type starter struct {
	name, path string
	walls      []time.Duration
	schema     int // bytes
}

// start starts the provider, by itself or through the meter.
func (s *starter) start(command *exec.Cmd) error {
	wall, schema, err := startOnce(command)
	s.walls, s.schema = append(s.walls, wall), schema
	return err
}

// startRow returns the table row of a provider: the median of its starts, and the
// usage of one more start through the meter.
func (b *bench) startRow(s *starter) ([]string, error) {
	slices.Sort(s.walls)
	median := s.walls[len(s.walls)/2]
	file, err := os.Stat(s.path)
	if err != nil {
		return nil, err
	}
	reports, err := os.MkdirTemp(b.dir, "reports-")
	if err != nil {
		return nil, err
	}
	if err := s.start(b.metered(s.path, reports)); err != nil {
		return nil, err
	}
	taken, err := readReports(reports)
	return []string{
		s.name, milliseconds(median), milliseconds(taken.CPU), megabytes(taken.PeakMemory),
		count(s.schema) + " B", megabytes(file.Size()),
	}, err
}

// metered returns a command that starts a provider through the meter.
func (b *bench) metered(path, reports string) *exec.Cmd {
	command := exec.Command(b.meter())
	command.Env = append(os.Environ(), meteredVariable+"="+path, reportsVariable+"="+reports)
	return command
}

// startOnce starts a provider as the CLI does, requests its schema and stops it. It
// returns the time until the schema was there, and the size of the schema in bytes.
func startOnce(command *exec.Cmd) (wall time.Duration, schema int, err error) {
	// Some providers disable these logs themselves, and others do not.
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

// schemaSize requests the schema and returns its size in bytes. An empty message
// keeps unknown fields, so it can replace the real request and response types.
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

// connection is a plugin that provides only its gRPC connection.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

// GRPCClient returns the connection.
func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}

// GRPCServer returns an error, because this is a client.
func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("this is no server")
}
