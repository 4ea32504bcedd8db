// The server that hostile_clients_test.cpp attacks, in a process of its own so that its memory can be measured. Prints
// its port, serves until its standard input ends. Arguments: head, body and idle time in milliseconds.

#include "engine/http_server/server.h"

#include <cstdio>
#include <cstdlib>

using namespace syncline::http_server;

int main(int argc, char** argv) {
    if (argc != 4)
        return 2;
    const auto milliseconds = [argv](int which) { return std::chrono::milliseconds(std::atoi(argv[which])); };
    ServerOptions options;
    options.limits.headerTime = milliseconds(1);
    options.limits.bodyTime = milliseconds(2);
    options.limits.idleTime = milliseconds(3);
    const auto loop = EventLoop::start("target");
    Server* running = nullptr;  // set on the loop's thread
    auto server = Server::start(*loop, options, [&running](const Request& request, Exchange exchange) {
        const std::uint64_t open = running != nullptr ? running->counters().open : 0;
        exchange.send({200, {}, request.path() == "/open" ? std::to_string(open) : "good"});
    });
    if (!server) {
        std::fputs((server.error().message() + "\n").c_str(), stderr);
        return 1;
    }
    loop->call([&running, &server] { running = server->get(); });
    std::printf("%d\n", (*server)->port());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
