// Wildcards in a class path: `lib/*` stands for every jar file of folder lib.
#pragma once

#include <string>
#include <string_view>

namespace kiln::launcher {

/// `path` with every element that ends in `*` replaced by the .jar and .JAR files of its folder, in the folder's
/// order. An element whose folder has none, or cannot be read, stays as it is.
std::string expand_class_path(std::string_view path);

}  // namespace kiln::launcher
