// `vm --verify`: the program vm-verify, which stands beside this one.
#pragma once

#include <string>
#include <vector>

namespace kiln::launcher {

/// Replaces this process by vm-verify with these words. Returns, with an exit code, only when that cannot be done.
int run_verifier(const std::vector<std::string>& words);

}  // namespace kiln::launcher
