// stdlib/diagnostic/command_functions.h - what the larger diagnostic commands do; the table is in commands.cpp.
//
// All: state InVm, a safepoint, the answer is appended.
#pragma once

#include "stdlib/diagnostic/command.h"

namespace kiln::diagnostic {

// class_commands.cpp
Expected<void> print_class_hierarchy(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> print_class_loaders(Thread& t, const Arguments& arguments, std::string* answer);
// table_commands.cpp
Expected<void> print_string_table(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> print_symbol_table(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> print_metaspace(Thread& t, const Arguments& arguments, std::string* answer);
// compiler_commands.cpp
Expected<void> print_code_list(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> print_code_cache(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> print_compile_queue(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> write_perf_map(Thread& t, const Arguments& arguments, std::string* answer);
// process_commands.cpp
Expected<void> print_dynamic_libraries(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> print_status(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> configure_log(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> trim_native_heap(Thread& t, const Arguments& arguments, std::string* answer);
// agent_commands.cpp
Expected<void> print_finalizer_queue(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> start_remote_agent(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> start_local_agent(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> stop_remote_agent(Thread& t, const Arguments& arguments, std::string* answer);
Expected<void> print_agent_status(Thread& t, const Arguments& arguments, std::string* answer);
extern const std::span<const Parameter> kRemoteAgentParameters;

}  // namespace kiln::diagnostic
