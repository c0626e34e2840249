// Headers that every test includes, compiled once for all runners.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/pch.hpp"
