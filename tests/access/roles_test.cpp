#include <gmock/gmock.h>

#include "hotline/access/principal.hpp"

namespace hotline::access {
namespace {

TEST(Roles, AreFoundByTheirOwnNames) {
  EXPECT_EQ(all_roles().size(), 8u);
  for (Role role : all_roles()) EXPECT_EQ(find_role(name_of(role)), role) << name_of(role);
  EXPECT_FALSE(find_role("root").has_value());
  EXPECT_FALSE(find_role("").has_value());
}

TEST(Rights, AreFoundByTheirOwnNames) {
  EXPECT_EQ(all_rights().size(), static_cast<std::size_t>(Right::figures_read) + 1);
  for (Right right : all_rights()) EXPECT_EQ(find_right(name_of(right)), right) << name_of(right);
  EXPECT_FALSE(find_right("everything").has_value());
}

TEST(Powers, AreHeldByOneRoleEach) {
  const auto holders = [](Right right) {
    std::vector<Role> out;
    for (Role role : all_roles()) {
      if (rights_of(role).has(right)) out.push_back(role);
    }
    return out;
  };
  EXPECT_THAT(holders(Right::city_manage), testing::ElementsAre(Role::operations));
  EXPECT_THAT(holders(Right::account_manage), testing::ElementsAre(Role::security));
  EXPECT_THAT(holders(Right::key_manage), testing::ElementsAre(Role::security));
  EXPECT_THAT(holders(Right::audit_read), testing::ElementsAre(Role::auditor));
}

TEST(Powers, AreNotSeparatedWhenAnyTwoMeet) {
  const Role powers[] = {Role::operations, Role::security, Role::auditor};
  for (Role one : powers) {
    EXPECT_TRUE(powers_separated(rights_of(one)));
    for (Role other : powers) {
      Rights both = rights_of(one);
      both.add(rights_of(other));
      EXPECT_EQ(powers_separated(both), one == other) << name_of(one) << " and " << name_of(other);
    }
  }
}

TEST(Powers, SeeNoPersonalDataInFull) {
  for (Role role : {Role::operations, Role::security, Role::auditor, Role::knowledge_editor}) {
    EXPECT_FALSE(rights_of(role).has(Right::personal_data_reveal)) << name_of(role);
  }
}

TEST(UnitRoles, SeeTheirOwnTicketsOnly) {
  for (Role role : {Role::unit_handler, Role::unit_approver}) {
    EXPECT_TRUE(acts_for_unit(role));
    EXPECT_TRUE(rights_of(role).has(Right::ticket_read));
    EXPECT_FALSE(rights_of(role).has(Right::ticket_read_all));
    EXPECT_FALSE(rights_of(role).has(Right::secret_read));
  }
}

}  // namespace
}  // namespace hotline::access
