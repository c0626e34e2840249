// Headers that every test over HTTP includes, compiled once for their runners.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/pch.hpp"
#include "base/pch.hpp"
