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

// starts is how often each provider is started; the median counts.
const starts = 21

// startUp is what the start of a provider takes, until it has answered with
// its schema.
type startUp struct {
	wall    time.Duration
	process usage
	schema  int // bytes of the answer
}

// start compares the start with that of a provider without resources.
func (b *bench) start() error {
	rows := [][]string{{"", "start to schema answered", "CPU", "peak memory", "schema", "executable"}}
	for _, provider := range []struct{ name, path string }{
		{"this provider", b.provider},
		{"a provider without resources", b.empty},
	} {
		file, err := os.Stat(provider.path)
		if err != nil {
			return err
		}
		median, err := medianStart(provider.path)
		if err != nil {
			return err
		}
		rows = append(rows, []string{
			provider.name, milliseconds(median.wall), milliseconds(median.process.CPU), megabytes(median.process.PeakMemory),
			count(median.schema) + " B", megabytes(file.Size()),
		})
	}
	printTable(b.out, rows)
	return nil
}

// medianStart is the start that half of all are slower than.
func medianStart(path string) (startUp, error) {
	var all []startUp
	for range starts {
		one, err := startOnce(path)
		if err != nil {
			return startUp{}, err
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b startUp) int { return int(a.wall - b.wall) })
	return all[len(all)/2], nil
}

// startOnce starts a provider as the CLI does, asks for its schema and lets it
// end.
func startOnce(path string) (startUp, error) {
	command := exec.Command(path)
	// Some providers turn these logs off and others do not.
	command.Env = append(os.Environ(), "TF_LOG_SDK=OFF", "TF_LOG_SDK_PROTO=OFF", "TF_LOG_SDK_FRAMEWORK=OFF")
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
	size, err := schemaSize(client)
	wall := time.Since(started)
	if err != nil {
		return startUp{}, err
	}
	client.Kill()
	return startUp{
		wall:    wall,
		schema:  size,
		process: usage{CPU: cpuTime(command.ProcessState), PeakMemory: peakMemory(command.ProcessState)},
	}, nil
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
