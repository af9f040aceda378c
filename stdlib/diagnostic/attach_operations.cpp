// The operations of the attach protocol. Names, order of arguments and texts are what JDK 17's jdk.attach and jdk.jcmd
// expect.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "stdlib/diagnostic/attach_listener.h"
#include "stdlib/diagnostic/command.h"
#include "stdlib/diagnostic/flag_access.h"
#include "stdlib/diagnostic/heap_dump.h"
#include "stdlib/diagnostic/heap_histogram.h"
#include "stdlib/thread_dump.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/meta/names.h"

namespace kiln::diagnostic {

namespace {

// "java.lang.IllegalArgumentException: Unknown diagnostic command"; takes the pending exception.
std::string pending_exception_text(Thread& t) {
  return exception_text(*t.vm().known, take_exception(t).get()) + "\n";
}

// "-live" or "-all"; false and a complaint for anything else. Empty means live.
bool parse_extent(const char* operation, const std::string& text, bool* live_only, std::string* answer) {
  *live_only = text != "-all";
  if (text.empty() || text == "-live" || text == "-all") return true;
  *answer += fmt::format("Invalid argument to {} operation: {}\n", operation, text);
  return false;
}

int properties(Thread& t, const char* method, std::string* answer) {
  Expected<std::string> text = serialized_properties(t, method);
  if (text.ok()) {
    *answer += text.value();
    return kAttachOk;
  }
  *answer += pending_exception_text(t);
  return kAttachError;
}

int system_properties(Thread& t, const AttachRequest&, std::string* answer) {
  return properties(t, "serializePropertiesToByteArray", answer);
}
int agent_properties(Thread& t, const AttachRequest&, std::string* answer) {
  return properties(t, "serializeAgentPropertiesToByteArray", answer);
}

// To the VM's own output, like SIGQUIT.
int data_dump(Thread& t, const AttachRequest&, std::string*) {
  print_thread_dump(t);
  return kAttachOk;
}

// The argument may hold the letters l (locks) and e (extended).
int thread_dump(Thread& t, const AttachRequest& request, std::string* answer) {
  *answer += thread_report(t, request.arguments[0].find('l') != std::string::npos);
  return kAttachOk;
}

int jcmd(Thread& t, const AttachRequest& request, std::string* answer) {
  if (run_commands(t, request.arguments[0], Source::kAttach, answer).ok()) return kAttachOk;
  *answer += pending_exception_text(t);
  return kAttachError;
}

// File, -live or -all, level of compression.
int dump_heap(Thread& t, const AttachRequest& request, std::string* answer) {
  if (request.arguments[0].empty()) {
    *answer += "No dump file specified\n";
    return kAttachOk;
  }
  HeapDumpOptions options;
  if (!parse_extent("dumpheap", request.arguments[1], &options.live_only, answer)) return kAttachError;
  if (!request.arguments[2].empty()) {
    options.compression = std::atoi(request.arguments[2].c_str());
    if (options.compression < 1 || options.compression > 9) {
      *answer += fmt::format("Invalid compress level: [{}]\n", request.arguments[2]);
      return kAttachError;
    }
  }
  *answer += dump_heap_with_messages(t, request.arguments[0], options);
  return kAttachOk;
}

// -live or -all, a file to write to, number of threads (of no consequence).
int inspect_heap(Thread& t, const AttachRequest& request, std::string* answer) {
  bool live_only;
  if (!parse_extent("inspectheap", request.arguments[0], &live_only, answer)) return kAttachError;
  std::string text = heap_histogram(t, live_only);
  const std::string& path = request.arguments[1];
  if (path.empty()) {
    *answer += text;
    return kAttachOk;
  }
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0 || write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    *answer += fmt::format("Failed to allocate space for file: {}\n", path);
    if (fd >= 0) close(fd);
    return kAttachError;
  }
  close(fd);
  *answer += fmt::format("Heap inspection file created: {}\n", path);
  return kAttachOk;
}

int print_flag(Thread& t, const AttachRequest& request, std::string* answer) {
  const std::string& name = request.arguments[0];
  std::optional<FlagView> flag = find_flag(t.vm(), name);
  *answer += flag ? option_text(*flag) + "\n" : fmt::format("no such flag '{}'\n", name);
  return kAttachOk;
}

int set_flag(Thread& t, const AttachRequest& request, std::string* answer) {
  const std::string& name = request.arguments[0];
  switch (change_flag(t.vm(), name, request.arguments[1].c_str())) {
    case FlagChange::kDone: return kAttachOk;
    case FlagChange::kUnknown: *answer += fmt::format("flag {} does not exist\n", name); break;
    case FlagChange::kReadOnly: *answer += fmt::format("flag '{}' cannot be changed\n", name); break;
    case FlagChange::kWrongValue: *answer += "flag value must be a boolean (1/0 or true/false)\n"; break;
  }
  return kAttachError;
}

// Agents need JVMTI.
int load_agent(Thread&, const AttachRequest& request, std::string* answer) {
  *answer += fmt::format("Agents are not supported yet: {} was not loaded.\n", request.arguments[0]);
  return kAttachError;
}

struct Operation {
  const char* name;
  int (*run)(Thread& t, const AttachRequest& request, std::string* answer);
};
constexpr Operation kOperations[] = {
    {"agentProperties", agent_properties}, {"datadump", data_dump},     {"dumpheap", dump_heap},
    {"load", load_agent},                  {"properties", system_properties}, {"threaddump", thread_dump},
    {"inspectheap", inspect_heap},         {"setflag", set_flag},       {"printflag", print_flag},
    {"jcmd", jcmd},
};

}  // namespace

int run_attach_request(Thread& self, const AttachRequest& request, std::string* answer) {
  for (const Operation& operation : kOperations) {
    if (request.operation == operation.name) return operation.run(self, request, answer);
  }
  *answer += fmt::format("Operation {} not recognized!", request.operation);
  return kAttachError;
}

}  // namespace kiln::diagnostic
